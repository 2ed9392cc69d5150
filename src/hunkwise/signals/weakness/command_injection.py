"""A command line for a shell, put together from parts that aren't all constant."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Argument, Call, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import argument, ends, guarded, line_of, option, origin, parts, short, span, way
from hunkwise.signals.tables import sanitisers, sinks
from hunkwise.signals.tables.languages import WEB, C

_SHELLED = re.compile(
    r"""['"](?:/bin/|/usr/bin/)?(?:ba|z|da|k)?sh['"]\s*,\s*\[?\s*['"]-\w*c['"]"""
    r"""|['"]cmd(?:\.exe)?['"]\s*,\s*\[?\s*['"]/c['"]""",
    re.I,
)
_OWN = frozenset({"os", "child_process", "cp", "childProcess", "shell", "subprocess", "Kernel", "Open3"})


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for call in side.facts.calls:
        given = _command(call, unit.language)
        if unit.language == "rust" and call.name == "arg" and call.args and re.search(r"\"(?:-c|/[cC])\"\)", line_of(side, call.line)):
            given = call.args[0]
        if call.path == "exec" and re.search(r"(?:[^\w\s(=,]|/[a-z]{1,6})\s*\.\s*exec\s*\(", line_of(side, call.line)):
            continue  # a method of a regular expression
        if given is None and call.args:
            yield from _program(side, call)
        if given is None or given.literal is not None or not (given.names or given.built):
            continue
        value = origin(side, given, call.line, call.function)
        if value.cleaned(sanitisers.SHELL) or not value.variable or guarded(side, value, call.line):
            continue
        if value.request:
            strength = 1.0
        elif value.built:
            strength = 0.8 if value.local or value.given else 0.6
        else:
            strength = 0.4 if call.path in ("exec", "exec_command") and not value.local else 0.5
        source = short(value.request or value.local or value.given or value.variable, 60)
        yield Sighting(
            span(call.line, call.end), {"sink": call.path, "source": source}, way(side, value, call.line, "is run by a shell"), strength
        )


def _program(side: Side, call: Call) -> Iterator[Sighting]:
    """A program that is started without a shell, but that somebody else chooses."""
    entry = ends(call.path, sinks.PROGRAMS)
    if not entry:
        return
    place = sinks.PROGRAMS[entry]
    for given in call.args[:2] if place < 0 else call.args[place : place + 1]:
        if given.literal is None and given.text[:1] not in "[{" and (given.names or given.calls):
            value = origin(side, given, call.line, call.function)
            if (value.request or value.given) and not value.cleaned(sanitisers.SHELL) and not guarded(side, value, call.line):
                facts: dict[str, str | float] = {"sink": call.path, "source": short(value.request or value.given, 60)}
                strength = (
                    1.0 if value.request else 0.3 if entry.startswith(("subprocess", "spawn", "execFile", "cp.", "child_process")) else 0.5
                )
                yield Sighting(span(call.line, call.end), facts, way(side, value, call.line, "is started"), strength)
                return


def _command(call: Call, language: str) -> Argument | None:
    """The argument that a shell reads, or None where no shell is started."""
    if call.name in sinks.WITH_SHELL and option(call, "shell").strip("'\"") in ("True", "true", "/bin/sh", "/bin/bash"):
        return argument(call, 0, "args", "command")
    if _SHELLED.search(", ".join(given.text for given in call.args[:3])[:400]):
        rest = [given for given in call.args if given.literal is None]
        return rest[0] if rest else None
    entry = ends(call.path, sinks.SHELL)
    if not entry or (language == "python" and entry == "exec"):
        return None
    if "." not in entry and entry not in ("exec_command", "`") and len(parts(call.path)) > 1 and parts(call.path)[0] not in _OWN:
        return None
    if entry == "exec" and language in ("java", "kotlin", "csharp", "go"):
        return None
    index = sinks.SHELL[entry]
    return argument(call, index) if index >= 0 else next((given for given in call.args if given.built), None)


SIGNAL = Signal(
    id="command-injection",
    title="A shell command put together from text",
    kind="flow",
    category="command-injection",
    severity="critical",
    languages=WEB | C | {"lua", "rust"},
    promise="Tells where a value is pasted into a command line that a shell reads.",
    why="A shell obeys `;`, `|`, backquotes and `$()` wherever they stand: whoever chooses the value runs commands as the program.",
    quiet="Constant commands, lists of arguments without a shell, quoted values, numbers, values checked against a list.",
    remedy="Start the program with a list of arguments and no shell, or quote the value with the language's own function.",
    cause="`{sink}` hands `{source}` to a shell.",
    since="0.1",
    maturity="stable",
    cwe="CWE-78",
    tactic="T1059",
    see=_see,
    fires=(
        Example("python", 'import os\n\ndef ping(host):\n    os.system("ping -c 1 " + host)\n', line=4),
        Example("python", 'import subprocess\n\ndef ping(host):\n    subprocess.run(f"ping {host}", shell=True)\n', line=4),
        Example(
            "javascript", 'const { exec } = require("child_process");\nfunction ping(req) {\n  exec("ping " + req.query.host);\n}\n', line=3
        ),
        Example("php", '<?php\nfunction ping() {\n  return shell_exec("ping " . $_GET["host"]);\n}\n', line=3),
        Example(
            "go", 'package a\n\nfunc ping(r *http.Request) {\n\texec.Command("sh", "-c", "ping "+r.FormValue("host")).Run()\n}\n', line=4
        ),
        Example(
            "c", 'void ping(const char *host) {\n  char cmd[100];\n  snprintf(cmd, 100, "ping %s", host);\n  system(cmd);\n}\n', line=4
        ),
        Example("ruby", 'def ping(host)\n  system("ping #{host}")\nend\n', line=2),
    ),
    stays_quiet=(
        Example("python", 'import os\nos.system("ls -l")\n'),
        Example("python", 'import subprocess\n\ndef ping(host):\n    subprocess.run(["ping", host])\n'),
        Example("python", 'import os, shlex\n\ndef ping(host):\n    os.system("ping " + shlex.quote(host))\n'),
        Example("javascript", "function find(text) {\n  return /a(b+)/.exec(text);\n}\n"),
        Example("python", 'def tell():\n    """Never write os.system("ping " + host)."""\n'),
        Example("php", '<?php\nfunction ping($host) {\n  return shell_exec("ping " . escapeshellarg($host));\n}\n'),
    ),
)
