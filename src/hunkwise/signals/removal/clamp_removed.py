"""A value is no longer cut to its bounds."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.compared import fresh_guards, lost_calls, touched, used_after
from hunkwise.signals.removal.edits import edits
from hunkwise.signals.removal.subjects import ORDER
from hunkwise.signals.seeing import parts, short, span
from hunkwise.signals.tables.languages import CODE

_CLAMP = re.compile(
    r"(?i)^(?:min|max|std\.(?:min|max|clamp)|math\.(?:min|max)|clamp\w*|min_t|max_t|ff?(?:min|max)|umin|av_clip\w*|cmp(?:min|max)|qmin|qbound|imin|imax)$"
)


def _compare(unit: Unit) -> Iterator[Sighting]:
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    fresh = {name for guard in fresh_guards(unit) for name in guard.names}
    came = any(call.line in after.changed and _CLAMP.match(call.path) for call in after.facts.calls)
    for call in lost_calls(unit):
        names = tuple(name for given in call.args for name in given.names)
        if _CLAMP.match(call.path) and call.used and names and not came and not fresh & set(names) and _stays(unit, call.line, names):
            text = f"{call.path}({', '.join(given.text for given in call.args)})"
            yield Sighting(span(call.line, call.end), {"guard": short(text, 60), "name": names[0]}, strength=0.65, side="before")
    for guard in before.facts.guards:
        if guard.kind != "wrap" or not guard.comparisons or not touched(before, guard.line, guard.end):
            continue
        body = [one for one in before.facts.assignments if guard.body[0] <= one.line <= guard.body[1] and one.operator == "="]
        asked = {side for left, operator, right in guard.comparisons if operator in ORDER for side in (left, right)}
        name = next((target for one in body for target in one.targets if target in {text.replace("->", ".") for text in asked}), "")
        if name and all(one.line in before.changed for one in body) and name not in fresh and not came and used_after(unit, (name,)):
            yield Sighting(span(guard.line, guard.body[1]), {"guard": short(guard.text, 60), "name": name}, strength=0.65, side="before")


def _stays(unit: Unit, line: int, names: tuple[str, ...]) -> bool:
    """Whether the line is still there, with one of the values."""
    return any(edit.before == line and any(parts(name)[-1] in edit.new for name in names) for edit in edits(unit))


SIGNAL = Signal(
    id="clamp-removed",
    title="A value is no longer cut to its bounds",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE,
    promise="Compares both sides and tells of a minimum, a maximum or a clamp, by call or by `if (n > max) n = max`, gone while "
    "the value is still used.",
    why="The value now goes on as large or small as it came.",
    quiet="Clamps that moved or gave way to a comparison on the same value.",
    remedy="Cut the value again before it is used.",
    cause="`{guard}` cut `{name}` to its bounds and is gone.",
    since="0.2",
    maturity="stable",
    cwe="CWE-1284",
    compare=_compare,
    fires=(
        Example(
            "c",
            "void f(struct a *p, int n) {\n  copy(p, n);\n}\n",
            "void f(struct a *p, int n) {\n  if (n > 511)\n    n = 511;\n  copy(p, n);\n}\n",
            line=2,
        ),
        Example(
            "c", "void f(struct a *p, int n) {\n  copy(p, n);\n}\n", "void f(struct a *p, int n) {\n  copy(p, MIN(n, 511));\n}\n", line=2
        ),
        Example("python", "def f(self, n):\n    return self.read(n)\n", "def f(self, n):\n    return self.read(min(n, LARGEST))\n", line=2),
    ),
    stays_quiet=(
        Example(
            "c",
            "void f(struct a *p, int n) {\n  if (n > 511)\n    return;\n  copy(p, n);\n}\n",
            "void f(struct a *p, int n) {\n  if (n > 511)\n    n = 511;\n  copy(p, n);\n}\n",
        ),
        Example(
            "python",
            "def f(self, n):\n    return self.read(max(0, min(n, LARGEST)))\n",
            "def f(self, n):\n    return self.read(min(n, LARGEST))\n",
        ),
    ),
)
