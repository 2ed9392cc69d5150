"""A script's argument that becomes code."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import commands
from hunkwise.signals.interface import Example, Sighting, Signal

_EVAL = re.compile(
    r"(?:^|[;&|({]\s*|\bthen\s+|\bdo\s+|\belse\s+)(?P<call>eval|(?:ba|z|k|da)?sh\s+-l?c|source\s+/dev/stdin|bash\s+-c"
    r"|xargs\s+(?:-\S+\s+)*sh\s+-c)\s+(?P<what>[^;&|\n]{1,300})"
)
_GIVEN = re.compile(
    r"\$(?:\{)?(?:[1-9@*]|QUERY_STRING|HTTP_\w+|REQUEST_URI|REPLY|SSH_ORIGINAL_COMMAND)\b[^'\"]{0,4}|\$\(\s*(?:curl"
    r"|wget)\b[^)]{0,200}|`(?:curl|wget)\b[^`]{0,200}"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    read: set[str] = set()
    for _, text in side.lines:
        if found := re.search(r"^\s*(?:while\s+)?(?:IFS=\S*\s+)?read\s+(?:-\S+\s+(?:\"[^\"]*\"\s+)?)*(\w+)", text):
            read.add(found[1])
        if found := re.search(r"^\s*(?:local\s+|export\s+|declare\s+)?(\w+)=[\"']?\$\{?[1-9@*]", text):
            read.add(found[1])
        if found := re.search(r"^\s*(\w+)=[\"']?(?:\$\(|`)\s*(?:curl|wget)\b", text):
            read.add(found[1])
    for text, number in commands(unit, side, "eval", "-c", "source"):
        found = _EVAL.search(text)
        if found is None:
            continue
        what = found["what"]
        if found["call"] != "eval" and what.startswith("'"):
            continue
        given = _GIVEN.search(what)
        named = next((name for name in sorted(read) if re.search(rf"\$\{{?{name}\b", what)), "")
        if given or named:
            strength = 0.8 if found["call"] == "eval" or (given and "curl" in given[0]) else 0.55
            yield Sighting(
                (number,), {"call": found["call"], "source": (given[0] if given else f"${named}").strip("\"' ")[:60]}, strength=strength
            )


SIGNAL = Signal(
    id="shell-eval-of-input",
    title="An argument that becomes code",
    kind="pattern",
    category="command-injection",
    severity="high",
    languages=frozenset({"shell"}),
    promise="Tells of `eval`, `sh -c` and the like given an argument, what was read, or what was fetched.",
    why="Whoever gives the argument gives the command.",
    quiet=("`eval` of a known program's own output (`ssh-agent`, `brew shellenv`), fixed texts, arguments in quotes for `$0`."),
    remedy='Use an array (`"${command[@]}"`) or a `case` over the allowed words.',
    cause="`{call}` runs `{source}` as code.",
    since="0.2",
    maturity="stable",
    cwe="CWE-78",
    see=_see,
    fires=(
        Example("shell", '#!/bin/bash\neval "$1"\n', path="a.sh", line=2),
        Example("shell", '#!/bin/bash\nread -p "command: " line\neval $line\n', path="a.sh", line=3),
    ),
    stays_quiet=(
        Example("shell", '#!/bin/bash\neval "$(ssh-agent -s)"\nbash -c \'echo "$1"\' _ "$1"\n', path="a.sh"),
        Example("shell", '#!/bin/bash\ncase "$1" in\n  start) run ;;\nesac\n', path="a.sh"),
    ),
)
