"""An image built on whatever is newest."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import instructions, keys_of
from hunkwise.signals.interface import Example, Sighting, Signal


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    stages: set[str] = set()
    for word, rest, number in instructions(unit, side):
        if word != "FROM":
            continue
        words = [one for one in rest.split() if not one.startswith("--")]
        if not words:
            continue
        if len(words) >= 3 and words[1].lower() == "as":
            stages.add(words[2].lower())
        yield from _told(words[0], number, stages)
    for keys, text, number in keys_of(unit, side, "image:"):
        if keys[-1:] == ("image",) and text:
            yield from _told(text.strip("'\""), number, stages)


def _told(image: str, number: int, stages: set[str]) -> Iterator[Sighting]:
    if "@" in image or "$" in image or "{" in image or image.lower() in stages | {"scratch"} or not re.match(r"[\w./:-]+$", image):
        return
    tag = image.rsplit("/", 1)[-1].partition(":")[2]
    if tag in ("latest", "main", "master", "edge", "nightly") or not tag:
        yield Sighting((number,), {"name": image[:80]}, strength=0.55 if tag else 0.4)


SIGNAL = Signal(
    id="image-unpinned",
    title="A base image that changes",
    kind="manifest",
    category="supply-chain",
    severity="low",
    languages=frozenset({"dockerfile", "yaml"}),
    promise="Tells of a base image, or an image in a cluster's or compose file, with the tag `latest` or none.",
    why="The next build is made of something else, without a change that anybody reads.",
    quiet="Versions, digests, stages of the same file, `scratch`, variables.",
    remedy="Name a version, best with its digest.",
    cause="`{name}` is whatever is newest.",
    since="0.2",
    maturity="preview",
    cwe="CWE-1104",
    see=_see,
    fires=(
        Example("dockerfile", "FROM someone/tool:latest\nRUN make\n", path="Dockerfile", line=1),
        Example(
            "yaml", "kind: Pod\nspec:\n  containers:\n    - name: a\n      image: someone/tool:latest\n", path="deploy/app.yaml", line=5
        ),
    ),
    stays_quiet=(
        Example("dockerfile", "FROM golang:1.22 AS build\nRUN make\nFROM build\n", path="Dockerfile"),
        Example("yaml", "kind: Pod\nspec:\n  containers:\n    - name: a\n      image: someone/tool:1.2.3\n", path="deploy/app.yaml"),
    ),
)
