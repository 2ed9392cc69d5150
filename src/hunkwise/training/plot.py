"""Plots of a score card as SVG of our own: no script, colours from the page's style, a description for those who can't see it."""

from collections.abc import Sequence

from hunkwise.render.escape import escape_html
from hunkwise.training.measure import Bin, Interval
from hunkwise.training.score import Group

WIDTH, HEIGHT = 360, 300
LEFT, RIGHT, TOP, BOTTOM = 44, 14, 12, 42
ROW = 24
"""Height of a bar with its gap."""
BAR_LEFT, BAR_RIGHT = 132, 310
"""Where bars begin and where a recall of 1 ends."""


def precision_recall_plot(model: Sequence[Interval], size_only: Sequence[Interval]) -> str:
    """Precision over recall, of the model and of size alone."""
    label = "Precision over recall with as many harmful as harmless changes: the model, size alone, and guessing at 0.5"
    lines = (
        f'<path class="guess" d="M{_x(0)} {_y(0.5)}H{_x(1)}"/>'
        f'<polyline class="other" points="{_points(size_only)}"/><polyline class="own" points="{_points(model)}"/>'
    )
    keys = _key(0, "own", "model") + _key(1, "other", "size alone") + _key(2, "guess", "guessing")
    return _plot(label, "recall", "precision", lines + keys)


def reliability_plot(bins: Sequence[Bin]) -> str:
    """The share that was harmful over the risk said, a point a bin; on the dotted line the model says what happens."""
    points = [(one.said, one.harmful) for one in bins]
    dots = "".join(f'<circle class="dot" cx="{_x(said)}" cy="{_y(true)}" r="3.5"/>' for said, true in points)
    told = ", ".join(f"{said:.2f}: {true:.2f}" for said, true in points)
    lines = f'<path class="guess" d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}"/><polyline class="own" points="{_points(points)}"/>{dots}'
    return _plot(f"Share of harmful changes by the risk said: {told}", "risk said", "share harmful", lines)


def bars(groups: Sequence[Group], measure: str) -> str:
    """A bar for every group: its name and size, and the recall with its number."""
    height = ROW * len(groups) + 4
    label = f"{measure}: " + ", ".join(f"{group.name} {group.recall:.2f} of {group.count}" for group in groups)
    return _svg("bars", WIDTH, height, label, "".join(_bar(at, group) for at, group in enumerate(groups)))


def _bar(at: int, group: Group) -> str:
    top = at * ROW + 4
    full = BAR_RIGHT - BAR_LEFT
    length = round(full * min(max(group.recall, 0.0), 1.0), 1)
    name = group.name.partition(" ")[2] or group.name
    return (
        f'<text class="end" x="{BAR_LEFT - 8}" y="{top + 12}">{escape_html(name[:16])} <tspan class="soft">{group.count:,}</tspan></text>'
        f'<rect class="track" x="{BAR_LEFT}" y="{top}" width="{full}" height="16" rx="3"/>'
        f'<rect class="bar" x="{BAR_LEFT}" y="{top}" width="{length}" height="16" rx="3"/>'
        f'<text x="{BAR_RIGHT + 8}" y="{top + 12}">{group.recall:.2f}</text>'
    )


def _plot(label: str, across: str, up: str, inner: str) -> str:
    """A square of 0 to 1 both ways with its grid and the names of its axes."""
    grid = "".join(f"M{_x(0)} {_y(at / 4)}H{_x(1)}M{_x(at / 4)} {_y(0)}V{_y(1)}" for at in range(5))
    ticks = "".join(
        f'<text class="middle soft" x="{_x(at / 4)}" y="{HEIGHT - BOTTOM + 16}">{at / 4:g}</text>'
        f'<text class="end soft" x="{LEFT - 6}" y="{_y(at / 4) + 4:g}">{at / 4:g}</text>'
        for at in range(5)
    )
    middle = TOP + (HEIGHT - TOP - BOTTOM) / 2
    names = (
        f'<text class="middle" x="{_x(0.5)}" y="{HEIGHT - 8}">{across}</text>'
        f'<text class="middle" transform="translate(11 {middle:g}) rotate(-90)">{up}</text>'
    )
    return _svg("plot", WIDTH, HEIGHT, label, f'<path class="grid" d="{grid}"/>{ticks}{names}{inner}')


def _svg(name: str, width: int, height: int, label: str, inner: str) -> str:
    return f'<svg class="{name}" viewBox="0 0 {width} {height}" role="img" aria-label="{escape_html(label)}">{inner}</svg>'


def _key(at: int, name: str, words: str) -> str:
    y = HEIGHT - BOTTOM - 44 + 16 * at
    return f'<path class="{name}" d="M{LEFT + 10} {y}h22"/><text x="{LEFT + 38}" y="{y + 4}">{words}</text>'


def _points(points: Sequence[Interval]) -> str:
    return " ".join(f"{_x(across)},{_y(up)}" for across, up in points)


def _x(share: float) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * share, 1)


def _y(share: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)
