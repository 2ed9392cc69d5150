"""The score card as text, Markdown, page and JSON: all figures, nothing live, nothing from outside."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec import structs

from hunkwise.training.card import MEANINGS, QUESTIONS, to_html, to_json, to_markdown, to_table
from hunkwise.training.evaluate import ScoreCard, evaluate
from hunkwise.training.score import Group
from hunkwise.training.tasks import TASKS

from . import data
from .fear import open_fear

HOSTILE = '<script>alert("x")</script>|`@all`\u202e'


@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory) -> ScoreCard:
    """A card with all tasks."""
    return evaluate(data.write(tmp_path_factory.mktemp("data")), open_fear, jobs=1)


@pytest.fixture(scope="module")
def hostile(score: ScoreCard) -> ScoreCard:
    """The same with a model, groups and data files whose names want to be obeyed."""
    cards = tuple(structs.replace(card, by=(Group(f"language {HOSTILE}", 9, 0.5),)) for card in score.cards)
    versions = structs.replace(score.versions, model=HOSTILE)
    return structs.replace(score, cards=cards, versions=versions, data={HOSTILE: "0" * 64})


class Page(HTMLParser):
    """The names of all elements, their attributes and their text; unbalanced elements are an error."""

    VOID = frozenset(("meta", "wbr"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element."""
        self.names.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src") or name.startswith("on")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an empty element."""
        self.names.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Closes the innermost element."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Gathers text."""
        self.text += data


def test_every_task_and_measure_is_explained(score: ScoreCard) -> None:
    """A card shows no name without its meaning, and explains none that no card has."""
    assert set(QUESTIONS) == set(TASKS)
    assert {name for card in score.cards for name in card.figures} == set(MEANINGS)


def test_the_table_fits_eighty_columns(score: ScoreCard) -> None:
    """All tasks and figures, with interval and size-only line, on a plain terminal."""
    text = to_table(score)
    assert max(map(len, text.splitlines())) <= 80
    row = next(line for line in text.splitlines() if line.strip().startswith("recall@5% "))
    assert row.split() == ["recall@5%", "1.000", "1.000", "to", "1.000", "0.000"]
    assert all(name in text for card in score.cards for name in (card.task, *card.figures))


def test_json_has_everything(score: ScoreCard) -> None:
    """Figures by their published names, and what they hang on."""
    read = json.loads(to_json(score))
    assert read["version"] == "1"
    assert read["cards"][0]["figures"]["recall@1%_forward"] == 1
    assert read["cards"][0]["size_only"]["auc"] == 0.5
    assert set(read["machine"]) == {"cpu", "cores", "system", "python", "numpy"}


def test_markdown_shows_names_and_obeys_none(hostile: ScoreCard) -> None:
    """Tables keep their columns, and a hostile name is neither HTML nor a mention nor invisible."""
    text = to_markdown(hostile)
    assert "<script" not in text.replace("`<script", "")
    assert "\u202e" not in text
    widths = {line.count("|") - line.count("\\|") for line in text.splitlines() if line.startswith("| `recall@1%` ")}
    assert widths == {5, 6}


def test_the_page_is_still(score: ScoreCard, hostile: ScoreCard) -> None:
    """No script, link or image, a policy that forbids all, balanced elements, and hostile names as text."""
    page = Page(to_html(hostile))
    assert {"script", "img", "link", "iframe", "a"}.isdisjoint(page.names)
    assert page.links == []
    assert "default-src 'none'" in to_html(hostile).replace("&#x27;", "'")
    assert '<script>alert("x")</script>' in page.text
    assert "\u202e" not in page.text
    assert Page(to_html(score)).names.count("svg") == 5


def test_a_card_without_figures_can_be_shown(tmp_path: Path) -> None:
    """Where one side is missing, the card says how much there was, and nothing breaks."""
    empty = evaluate(data.write(tmp_path / "data", ordinary=0), open_fear, tasks=("changes", "bundles"), jobs=1)
    assert "12 fixes, 0 ordinary" in to_table(empty)
    assert "12 fixes, 0 ordinary" in Page(to_html(empty)).text
    assert "12 fixes, 0 ordinary" in to_markdown(empty)
    assert json.loads(to_json(empty))["cards"][0]["figures"] == {}
