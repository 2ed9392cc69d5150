"""Settings read line by line: YAML by its keys, Terraform by its blocks, scripts and image files by whole instructions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hunkwise.code.model import Side, Unit
from hunkwise.signals.supply.yaml_lines import scalars

_OPENS = re.compile(r'^\s*(?:([\w-]+)((?:\s+"[^"]*")*)\s*(?:=\s*)?\{|([\w-]+)\s*=\s*(?:jsonencode\(\s*)?[\[{]\s*$)')
_ENTRY = re.compile(r'^\s*"?([\w.-]+)"?\s*[=:]\s*(.+?),?\s*$')
_SCRIPTS = frozenset({"shell", "dockerfile", "workflow"})


@dataclass(frozen=True, slots=True)
class Entry:
    """`key = value` inside of blocks: `blocks` are their kinds from the outermost (`resource.aws_s3_bucket`), `line` where it stands."""

    blocks: tuple[str, ...]
    key: str
    value: str
    line: int


def present(side: Side, *stems: str) -> bool:
    """Whether one of the lower-case `stems` stands in any line."""
    return any(stem in lower for _, text in side.lines if (lower := text.lower()) for stem in stems)


def keys_of(unit: Unit, side: Side, *stems: str) -> Iterator[tuple[tuple[str, ...], str, int]]:
    """The scalars of a YAML file that holds one of `stems`: keys from the outermost, text, line. Workflows aren't among them."""
    if unit.language == "yaml" and present(side, *stems):
        yield from scalars(side.lines)


def entries(unit: Unit, side: Side, *stems: str) -> Iterator[Entry]:
    """The entries of a Terraform file that holds one of `stems`."""
    if unit.language != "hcl" or not present(side, *stems):
        return
    stack: list[str] = []
    for number, text in side.lines:
        line = text.strip()
        if line.startswith(("#", "//")):
            continue
        opened = _OPENS.match(text)
        if opened:
            labels = re.findall(r'"([^"]*)"', opened[2] or "")
            name = ".".join([opened[1] or opened[3] or "", *labels[:1]])
            inside = text[opened.end() :]
            if "}" in inside or "]" in inside:
                for piece in re.split(r"[,;}]", inside):
                    if found := _ENTRY.match(piece):
                        yield Entry((*stack, name), found[1], found[2].strip(), number)
            else:
                stack.append(name)
            continue
        if found := _ENTRY.match(text):
            yield Entry(tuple(stack), found[1], found[2].strip(), number)
            if found[2].count("[") > found[2].count("]") or found[2].count("{") > found[2].count("}"):
                stack.append(found[1])
        elif line[:1] in "}])" and stack:
            stack.pop()
        elif line:
            yield Entry(tuple(stack), "", line.strip(","), number)


def commands(unit: Unit, side: Side, *stems: str) -> Iterator[tuple[str, int]]:
    """The instructions of scripts, image files and workflows that hold one of `stems`: continued lines joined, comments left out."""
    if unit.language not in _SCRIPTS or not present(side, *stems):
        return
    kept, first = "", 0
    for number, text in side.lines:
        line = text.strip()
        if line.startswith("#") and not kept:
            continue
        first = first if kept else number
        kept = f"{kept} {line}".strip()[:4_000]
        if kept.endswith("\\"):
            kept = kept[:-1]
            continue
        if any(stem in kept.lower() for stem in stems):
            yield kept, first
        kept = ""
    if kept:
        yield kept, first


def instructions(unit: Unit, side: Side) -> Iterator[tuple[str, str, int]]:
    """(instruction in upper case, what follows, line) of an image file; continued lines joined."""
    if unit.language != "dockerfile":
        return
    kept, first = "", 0
    for number, text in side.lines:
        line = text.strip()
        if line.startswith("#"):
            continue
        first = first if kept else number
        kept = f"{kept} {line}".strip()[:4_000]
        if kept.endswith("\\"):
            kept = kept[:-1]
            continue
        word, _, rest = kept.partition(" ")
        if word.isalpha():
            yield word.upper(), rest.strip(), first
        kept = ""
