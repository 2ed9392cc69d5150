"""Code that behaves otherwise in one country, on one date or on one machine, and then harms."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, in_files
from hunkwise.signals.tables.languages import CODE

_ASKS = re.compile(
    r"(?i)country_?(?:code|name)?[\"'\])]*\s*(?:={2,3}|\bin\b|!==?)|\.includes\(\s*[\"'](?:russia|belarus|ukrain\w*|china"
    r"|iran|israel)|[\"'](?:RU|BY|UA|CN|IR)[\"']\s*(?:={2,3}|\bin\b)|getTimezoneOffset\(\)\s*[=<>!]"
    r"|Intl\.DateTimeFormat\(\)\.resolvedOptions\(\)\.timeZone"
    r"|getdefaultlocale\(\)|GetKeyboardLayout|(?:datetime\.(?:now|today)\(\)|Date\.now\(\)|new Date\(\)"
    r"|time\.time\(\))[^\n;]{0,40}(?:>=?|==|<)\s*(?:datetime\(|new Date\(|date\(|\d{10,13})"
)
_ANALYST = re.compile(
    r"(?i)\b(?:vbox(?:service|guest|mouse|tray)|vmtoolsd|vmwareuser|vmusrvc|wireshark|ollydbg|x64dbg|processhacker|sandboxie"
    r"|sbiedll|wine_get_unix|IsDebuggerPresent|CheckRemoteDebuggerPresent|VirtualBox|QEMU|cuckoo|joebox|fiddler|procmon"
    r"|ida64|DESKTOP-[A-Z0-9]{7}\b)"
)
_HARMS = re.compile(
    r"(?i)shutil\.rmtree\(|os\.remove\(|fs\.(?:rm|rmdir|unlink|writeFile)(?:Sync)?\(|rimraf|\brm\s+-rf"
    r"|Remove-Item[^\n]{0,40}-Recurse|\.truncate\(|format\s+c:|while\s*\(?\s*(?:true|1)\s*\)?\s*[{:]\s*\n?\s*(?:console\.log"
    r"|print)|dd\s+if=/dev/(?:zero|urandom)|mkfs\."
)
_LEAVES = re.compile(r"(?:os\._exit|sys\.exit|process\.exit|exit|quit|return)\b\s*\(?")


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    harm = _HARMS.search(view.text)
    asks = _ASKS.search(view.text)
    if asks and harm and abs(view.line(asks.start()) - view.line(harm.start())) <= 60:
        geo = re.search(r"(?i)country|russia|belarus|ukrain|timezone|locale|keyboard|['\"](?:RU|BY)", asks[0])
        fetched = view.reaches_out
        if geo or fetched:
            yield Sighting(
                (view.line(asks.start()), view.line(harm.start())),
                {"guard": " ".join(asks[0].split())[:70], "call": " ".join(harm[0].split())[:50]},
                strength=0.7 if geo else 0.4,
            )
            return
    tools = {one.lower() for one in _ANALYST.findall(view.text)}
    if len(tools) >= 3 and _LEAVES.search(view.text):
        found = _ANALYST.search(view.text)
        acts = view.reaches_out or view.calls("run")
        if found and (acts or len(tools) >= 5):
            yield Sighting((view.line(found.start()),), {"guard": ", ".join(sorted(tools))[:70], "call": "exit"}, strength=0.8)


_see = in_files(
    _look,
    "country",
    "russia",
    "belarus",
    "ukrain",
    "china",
    "'ru'",
    '"ru"',
    "timezone",
    "locale",
    "keyboardlayout",
    "now()",
    "new date",
    "time.time",
    "vbox",
    "vmware",
    "vmtools",
    "sandbox",
    "wireshark",
    "debuggerpresent",
    "virtualbox",
    "qemu",
)


SIGNAL = Signal(
    id="conditional-harm",
    title="Harm for some, by country, date or machine",
    kind="payload",
    category="malicious-code",
    severity="critical",
    languages=CODE,
    promise=(
        "Tells of code that asks for the country, language, time zone, date or kind of machine it runs on, and beside "
        "it overwrites or deletes files, fetches and runs, or ends at once in an analyst's machine."
    ),
    why="What harms only some passes every test of the others.",
    quiet="Formats and messages by country or language, dates that only choose a text, reading the platform.",
    remedy="Don't merge. Ask who is meant.",
    cause="`{guard}` decides, and `{call}` harms.",
    since="0.2",
    maturity="stable",
    cwe="CWE-511",
    tactic="T1480",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "javascript",
            'const axios = require("axios");\n'
            'const fs = require("fs");\n'
            "\n"
            "async function run() {\n"
            '  const where = await axios.get("https://example.org/geo");\n'
            '  if (where.data.country_name.toLowerCase().includes("russia")) {\n'
            '    for (const file of all(".")) fs.writeFileSync(file, "x");\n'
            "  }\n"
            "}\n",
            line=6,
        ),
        Example(
            "python",
            "import sys\n"
            "import requests\n"
            "\n"
            'BAD = ("vboxservice", "wireshark", "ollydbg", "processhacker", "sandboxie")\n'
            "if any(name in BAD for name in processes()):\n"
            "    sys.exit()\n"
            'requests.get("https://example.org/a")\n',
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "javascript",
            'function price(order) {\n  if (order.country === "CN") {\n    return order.net * 1.13;\n  }\n  return order.net;\n}\n',
        ),
        Example("python", "import shutil\n\ndef clean(path):\n    shutil.rmtree(path)\n"),
    ),
)
