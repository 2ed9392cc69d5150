"""The card of the shipped model, copied to where the documents link to it."""

from collections.abc import Mapping
from pathlib import Path

from pages import NOTE

CARD = "src/hunkwise/model/CARD.md"


def documents(root: Path) -> Mapping[str, str]:
    """`docs/reference/model-card.md`."""
    head, _, rest = (root / CARD).read_text(encoding="utf-8").partition("\n")
    return {"docs/reference/model-card.md": f"{head}\n\n{NOTE}\n{rest}"}
