"""Terminal text from blocks: what stands left of a text, the text, and how it runs over lines. The only place that wraps."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import StringIO

from rich.console import Console
from rich.text import Text

from hunkwise.render.interface import View

_MOST_ROWS = 6
"""Of one folded line: what is longer ends with `…`."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or one line of code.

    `left` stands before the first row and its width before the others. With `folds` the body runs over several rows, otherwise it is cut
    with `…`. A body of pointers is shown only where the code `under` which it stands fits on one row.
    """

    left: Text = field(default_factory=Text)
    body: Text = field(default_factory=Text)
    folds: bool = True
    under: str = ""


def hanging(blocks: Iterable[Block], view: View) -> str:
    """`blocks` at the width and in the colours of `view`."""
    out = StringIO()
    width = max(view.width, 40)
    console = Console(
        file=out,
        width=width,
        height=100,
        force_terminal=view.colour,
        color_system="standard" if view.colour else None,
        no_color=not view.colour,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=True,
        legacy_windows=False,
        force_jupyter=False,
        _environ={},
    )
    for block in blocks:
        for row in _rows(block, console, width):
            row.rstrip()
            console.print(row)
    return out.getvalue()


def _rows(block: Block, console: Console, width: int) -> list[Text]:
    room = max(width - block.left.cell_len, 16)
    if block.under:
        return [block.left + block.body] if len(block.under) <= room else []
    if not block.folds:
        body = block.body.copy()
        body.truncate(room, overflow="ellipsis")
        return [block.left + body]
    wrapped = list(block.body.wrap(console, room)) or [Text()]
    if len(wrapped) > _MOST_ROWS:
        wrapped = wrapped[:_MOST_ROWS]
        wrapped[-1].truncate(room - 1)
        wrapped[-1].append("…")
    margin = Text(" " * block.left.cell_len)
    return [(margin if index else block.left) + row for index, row in enumerate(wrapped)]
