"""The card of a model: every figure of the manifest, and its limits."""

from heads.parts import manifest
from hunkwise.training.model_card import model_card


def test_the_card_says_what_the_manifest_says() -> None:
    """Data, counts, measures and budgets stand in it as rows; so do the limits."""
    card = model_card(manifest(data={"changes": "c0ffee"}, counts={"graft": 1234}, metrics={"auc of this": 0.87654}))
    for row in (
        "# Model card: drawn",
        "| changes | `c0ffee` |",
        "| graft | 1,234 |",
        "| auc of this | 0.8765 |",
        "| 0.5 | 0.9000 | 0.40 | 0.50 | 1,000 |",
    ):
        assert row in card
    assert "seed 1" in card
    assert "3 signals" in card
    assert "## What it is not good for" in card
    assert "Adapted" not in card


def test_an_adapted_model_says_what_it_could_show() -> None:
    """The conclusion has a part of its own."""
    assert "\n## Adapted to findings\n\ntoo few to tell.\n" in model_card(manifest(), "too few to tell")


def test_the_same_manifest_gives_the_same_card() -> None:
    """No clock, no machine."""
    assert model_card(manifest()) == model_card(manifest())
