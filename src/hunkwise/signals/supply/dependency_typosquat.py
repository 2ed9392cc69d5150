"""A dependency whose name is one slip away from a popular one."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.supply.manifest_lines import dependencies
from hunkwise.signals.tables.languages import ANY
from hunkwise.signals.tables.packages import POPULAR, REAL_NEIGHBOURS


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for registry, name, _, number in dependencies(unit, side):
        near = _near(name.lower(), POPULAR.get(registry, frozenset()))
        if near:
            yield Sighting((number,), {"name": name, "before": near}, strength=0.9 if len(near) > 5 else 0.6)


def _near(name: str, popular: frozenset[str]) -> str:
    """The popular name that `name` is one edit or one separator away from, or an empty text."""
    flat = name.replace("_", "-")
    if flat in popular or name in popular or flat in REAL_NEIGHBOURS or len(name) < 4 or name.startswith("@"):
        return ""
    for known in popular:
        if (
            len(known) >= 5
            and abs(len(known) - len(flat)) <= 1
            and flat != known
            and (_one_edit(flat, known) or flat.replace("-", "") == known.replace("-", ""))
        ):
            return known
    return ""


def _one_edit(a: str, b: str) -> bool:
    """Whether one letter put in, left out, changed, or two neighbours exchanged turn `a` into `b`."""
    if len(a) > len(b):
        a, b = b, a
    start = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) == len(b):
        return a[start + 1 :] == b[start + 1 :] or (a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :])
    return a[start:] == b[start + 1 :]


SIGNAL = Signal(
    id="dependency-typosquat",
    title="A name one slip away from a popular one",
    kind="manifest",
    category="supply-chain",
    severity="high",
    languages=ANY,
    promise="Tells of a dependency whose name is one letter, one exchange or one separator away from that of a very popular package.",
    why="Such names are registered to be installed by mistake; what they bring runs at once.",
    quiet="The popular names themselves, known neighbours, scoped names, short names.",
    remedy="Check the spelling against the project's own page.",
    cause="`{name}` is one slip away from `{before}`.",
    since="0.1",
    maturity="stable",
    cwe="CWE-1357",
    tactic="T1195.002",
    see=_see,
    fires=(
        Example("text", "flask==3.0\nreqeusts==2.0\n", "flask==3.0\nrequests==2.0\n", path="requirements.txt", line=2),
        Example("json", '{\n  "dependencies": {\n    "expresss": "^4.0.0"\n  }\n}\n', path="package.json", line=3),
        Example("text", "python-dateutils==1.0\n", path="requirements.txt", line=1),
    ),
    stays_quiet=(
        Example("text", "requests==2.0\nurllib3==2.0\npython_dateutil==2.0\n", path="requirements.txt"),
        Example("json", '{\n  "dependencies": {\n    "express": "^4.0.0",\n    "preact": "^10.0.0"\n  }\n}\n', path="package.json"),
    ),
)
