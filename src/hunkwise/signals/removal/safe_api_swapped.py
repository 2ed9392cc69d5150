"""The safe way of doing a thing, replaced by the unsafe one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import endings, parts, span
from hunkwise.signals.tables.languages import CODE
from hunkwise.signals.tables.swaps import SWAPS

_EQUALS = frozenset({"==", "===", "!=", "!=="})


def _compare(unit: Unit) -> Iterator[Sighting]:
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    old, new = _used(before), _used(after)
    lost, won = _sorted(old, _SAFE), _sorted(new, _UNSAFE)
    left, had = _sorted(new, _SAFE), _sorted(old, _UNSAFE)
    for n, swap in enumerate(SWAPS):
        gone = [found for found in lost[n] if found[1] in before.changed]
        came = [found for found in won[n] if found[1] in after.changed]
        if gone and came and len(lost[n]) > len(left[n]) and len(won[n]) > len(had[n]):
            name, line, end = came[0]
            fact: dict[str, str | float] = {"call": name, "before": gone[0][0], "about": swap.about}
            yield Sighting(span(line, end), fact, strength=0.9)


def _index(tables: Iterable[frozenset[str]]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for n, table in enumerate(tables):
        for name in table:
            index[name].append(n)
    return dict(index)


_SAFE = _index(swap.safe for swap in SWAPS)
_UNSAFE = _index(swap.unsafe for swap in SWAPS)


def _sorted(used: list[tuple[str, int, int]], index: dict[str, list[int]]) -> dict[int, list[tuple[str, int, int]]]:
    """What of `used` belongs to which swap."""
    found: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for one in used:
        names = (one[0].replace("!", "="),) if one[0] in _EQUALS else endings(one[0])
        for n in {n for name in names for n in index.get(name, ())}:
            found[n].append(one)
    return found


def _used(side: Side) -> list[tuple[str, int, int]]:
    """(path, first line, last line) of every call, every property assigned to, and every comparison for equality."""
    used = [(call.path, call.line, call.end) for call in side.facts.calls]
    used += [(target, one.line, one.end) for one in side.facts.assignments for target in one.targets if "." in target]
    used += [
        (operator, guard.line, guard.end) for guard in side.facts.guards for _, operator, _ in guard.comparisons if operator in _EQUALS
    ]
    for one in side.facts.exits:
        if "==" in one.value.text and not one.value.literal:
            used.append(("==", one.line, one.line))
    for call in side.facts.calls:
        used += [
            (parts(given.text)[-1], call.line, call.end)
            for given in call.args
            if "Loader" in given.text and given.text.replace(".", "").isalnum()
        ]
    return used


SIGNAL = Signal(
    id="safe-api-swapped",
    title="The unsafe variant in place of the safe one",
    kind="guard",
    category="weakened-guard",
    severity="high",
    languages=CODE,
    promise="Compares both sides and tells where a safe call gave way to its unsafe twin: bounds, shells, loaders, hashes, random "
    "numbers, markup.",
    why="The safe variant was chosen for a reason: the inputs that it held back come through again.",
    quiet="Swaps in the other direction, code that moved, and unsafe calls that stood already.",
    remedy="Go back to `{before}`, or show why the value can't be hostile here.",
    cause="`{call}` took the place of `{before}`, which was {about}.",
    since="0.1",
    maturity="stable",
    cwe="CWE-676",
    compare=_compare,
    fires=(
        Example(
            "c",
            "void f(char *a, const char *b) {\n  strcpy(a, b);\n}\n",
            "void f(char *a, const char *b) {\n  strncpy(a, b, 10);\n}\n",
            line=2,
        ),
        Example(
            "python",
            "import yaml\n\ndef load(text):\n    return yaml.load(text)\n",
            "import yaml\n\ndef load(text):\n    return yaml.safe_load(text)\n",
            line=4,
        ),
        Example(
            "python",
            "def check(a, b):\n    return a == b\n",
            "def check(a, b):\n    return hmac.compare_digest(a, b)\n",
            line=2,
        ),
        Example(
            "javascript",
            "function run(name) {\n  exec(`ls ${name}`);\n}\n",
            'function run(name) {\n  execFile("ls", [name]);\n}\n',
            line=2,
        ),
        Example(
            "javascript",
            "function show(name) {\n  el.innerHTML = name;\n}\n",
            "function show(name) {\n  el.textContent = name;\n}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "void f(char *a, const char *b) {\n  strncpy(a, b, 10);\n}\n",
            "void f(char *a, const char *b) {\n  strcpy(a, b);\n}\n",
        ),
        Example(
            "python",
            "def check(a, b):\n    log(a)\n    return hmac.compare_digest(a, b)\n",
            "def check(a, b):\n    return hmac.compare_digest(a, b)\n",
        ),
        Example("python", "def f(a):\n    return a == 1\n", "def f(a):\n    return a == 2\n"),
    ),
)
