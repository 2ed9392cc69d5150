"""What the model leaned on: its strongest lines with the tokens in them, quoted from the change."""

from collections.abc import Sequence
from typing import cast

from hunkwise.explain.model import Leaning
from hunkwise.explain.sides import Mark, Sides
from hunkwise.heads.interface import LineWeight

MOST = 8
"""How many lines are told; and how many tokens of each."""

MOST_TOKENS = 4

LEAST = 0.05
"""The log-odds that a line adds at the least for being told."""


def leanings(weights: Sequence[LineWeight], shown: Sides) -> tuple[Leaning, ...]:
    """The lines that raised the score most, in falling order, each with the words in it that did.

    Lines that the change doesn't show are left out.
    """
    out: list[Leaning] = []
    for weight in sorted((weight for weight in weights if weight.weight >= LEAST), key=lambda weight: -weight.weight):
        text = shown.text(weight.side, weight.line)
        if text is None or not text.strip() or len(out) == MOST:
            continue
        tokens = tuple(token for token, share in weight.tokens if share > 0 and any(char.isalnum() for char in token))[:MOST_TOKENS]
        out.append(Leaning(side=cast(Mark, weight.side), line=weight.line, text=text, weight=weight.weight, tokens=tokens))
    return tuple(out)
