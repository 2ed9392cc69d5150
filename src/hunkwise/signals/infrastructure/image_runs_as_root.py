"""An image whose program runs as root."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import instructions
from hunkwise.signals.interface import Example, Sighting, Signal


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    user, line, starts = "", 0, 0
    for word, rest, number in instructions(unit, side):
        if word == "FROM":
            user, line, starts = "", 0, 0
        elif word == "USER":
            user, line = rest.split(":")[0].strip("\"' "), number
        elif word in ("CMD", "ENTRYPOINT"):
            starts = number
    if user in ("root", "0"):
        yield Sighting((line,), {"name": user}, strength=0.6)
    elif not user and starts:
        yield Sighting((starts,), {"name": "root, because it names no user"}, strength=0.3)


SIGNAL = Signal(
    id="image-runs-as-root",
    title="An image that runs as root",
    kind="manifest",
    category="excessive-privilege",
    severity="medium",
    languages=frozenset({"dockerfile"}),
    promise="Tells of an image whose last `USER` is root, and weakly of one that names none.",
    why="Whoever takes over the program is root in the container, and a step nearer to being it outside.",
    quiet="A user of its own after root's work, stages that are only built upon.",
    remedy="End with a `USER` that has no rights.",
    cause="The image runs as `{name}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-250",
    see=_see,
    fires=(
        Example("dockerfile", 'FROM debian:12\nRUN make\nUSER root\nCMD ["app"]\n', path="Dockerfile", line=3),
        Example("dockerfile", 'FROM debian:12\nUSER app\nUSER 0\nENTRYPOINT ["app"]\n', path="Dockerfile", line=3),
    ),
    stays_quiet=(
        Example("dockerfile", 'FROM debian:12\nUSER root\nRUN make\nUSER app\nCMD ["app"]\n', path="Dockerfile"),
        Example("dockerfile", 'FROM debian:12\nCMD ["app"]\n', path="Dockerfile"),
    ),
)
