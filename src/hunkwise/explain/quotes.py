"""Every line that an explanation quotes, and whether the change really has it."""

from collections.abc import Iterator
from typing import NamedTuple

from hunkwise.change.model import Change
from hunkwise.explain.model import Explanation
from hunkwise.explain.sides import Sides, quoted


class Quote(NamedTuple):
    """A line that an explanation shows as code. The text is empty where only the number is given."""

    part: str
    side: str
    line: int
    text: str


def quotes(explanation: Explanation) -> Iterator[Quote]:
    """All lines quoted: pointed ones, leanings, steps, excerpt, counterfactual."""
    finding = explanation.finding
    yield from (Quote("lines", finding.side, line, "") for line in finding.lines)
    yield from (Quote("leaned_on", one.side, one.line, one.text) for one in explanation.leaned_on)
    if explanation.steps:
        yield from (Quote("steps", finding.evidence[0].side, step.line, step.text) for step in explanation.steps)
    for line in explanation.excerpt:
        side = {"-": "before", "+": "after"}.get(line.mark, "after" if finding.side == "after" else "either")
        yield Quote("excerpt", side, line.number, line.text)
    if explanation.counterfactual is not None:
        yield from (Quote("counterfactual", explanation.counterfactual.side, line, "") for line in explanation.counterfactual.lines)


def unfounded(explanation: Explanation, change: Change) -> list[Quote]:
    """The quotes that the change doesn't bear out; none, unless we have a fault."""
    finding = explanation.finding
    files = [file for file in change.files if finding.path in (file.path, file.old_path)]
    shown = [Sides(file) for file in files]
    out = []
    for quote in quotes(explanation):
        marks = ("before", "after") if quote.side == "either" else (quote.side,)
        texts = [found for one in shown for mark in marks if (found := one.text(mark, quote.line)) is not None]
        if not any(quote.text in ("", text) for text in texts) or quote.text != quoted(quote.text):
            out.append(quote)
    return out
