"""What the model leaned on: its strongest lines with the tokens in them, quoted from the change."""

from collections.abc import Sequence
from typing import cast

from hunkwise.explain.model import Leaning
from hunkwise.explain.sides import Mark, Sides
from hunkwise.heads.interface import LineWeight

MOST = 8
"""How many lines are told; and how many tokens of each."""

MOST_TOKENS = 4


def leanings(weights: Sequence[LineWeight], shown: Sides) -> tuple[Leaning, ...]:
    """The lines that moved the score most, either way, in falling order. Lines that the change doesn't show are left out."""
    out: list[Leaning] = []
    for weight in sorted(weights, key=lambda weight: -abs(weight.weight)):
        text = shown.text(weight.side, weight.line)
        if text is None or not text.strip() or len(out) == MOST:
            continue
        tokens = tuple(token for token, _ in weight.tokens[:MOST_TOKENS] if token)
        out.append(Leaning(side=cast(Mark, weight.side), line=weight.line, text=text, weight=weight.weight, tokens=tokens))
    return tuple(out)
