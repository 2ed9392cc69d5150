"""Markdown for job summaries and comments."""

import re

import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

from hunkwise.explain.model import Report
from hunkwise.render import View, renderer
from hunkwise.render.markdown import MOST_CHARACTERS, OPEN

from .reports import HIDDEN, hostile, injection, none, partial, several, thirty

RENDER = renderer("markdown").render
READER = MarkdownIt("commonmark", {"html": True})


def many(count: int, text: str = "") -> Report:
    """A report with many findings and very many skipped things."""
    base = thirty()
    skipped = tuple(replace(item, path=f"{at}/{item.path}") for at in range(2000) for item in base.verdict.skipped)
    found = hostile(text).explanations if text else (injection(),)
    return Report(
        "1", replace(base.verdict, skipped=skipped, dropped=base.verdict.dropped * 500, notes=base.verdict.notes * 500), found * count
    )


def folded(found: Report) -> Report:
    """The same report with its finding so often that the last ones are folded."""
    return replace(found, explanations=found.explanations * (OPEN + 1))


@pytest.mark.parametrize("text", ["", "`", "<" * 2000, "@a " * 900, "$" * 3000, HIDDEN * 40])
def test_a_comment_is_never_longer_than_allowed(text: str) -> None:
    """However much there is to tell, it fits; what is left out is counted and the list of what wasn't examined stands."""
    out = RENDER(many(300, text), View(show_dropped=True, full=True))
    assert len(out) <= MOST_CHARACTERS
    assert "more" in out

    assert "Not examined: 8,000 things" in out
    assert out.count("<details") == out.count("</details>")


def test_what_does_not_fit_is_counted() -> None:
    """Findings that are left out are counted, with a pointer to where they are."""
    out = RENDER(many(300), View())
    told = len(re.findall(r"^(?:#### |<details><summary><b>)\d+\. ", out, re.MULTILINE))

    assert f"**{300 - told} more findings left out here**: the HTML, JSON and SARIF reports hold them all." in out
    assert told > 30


def test_a_report_that_fits_leaves_nothing_out() -> None:
    """Thirty ordinary findings fit."""
    assert "left out" not in RENDER(thirty(), View())


def test_the_sign_is_green_only_for_a_whole_examination() -> None:
    """The heading's sign agrees with the words."""
    assert RENDER(none(), View()).startswith("### 🟢 Hunkwise: Nothing found\n")
    assert RENDER(partial(), View()).startswith("### 🟡 Hunkwise: Nothing found, but 4 things not examined\n")
    assert RENDER(several(), View()).startswith("### 🔴 Hunkwise: 3 findings\n")


def test_a_long_report_is_folded() -> None:
    """Three findings stand open; the others are a line each with title and place, and hold all that the open ones do."""
    out = RENDER(thirty(), View())
    assert sum(line.startswith("#### ") for line in out.splitlines()) == OPEN
    assert "<details><summary><b>30. high: Permission check removed</b> <code>admin/users.ts:42</code></summary>" in out
    assert out.count("**To do:**") == 30
    assert "<summary><b>30. " not in RENDER(thirty(), View(full=True))


@pytest.mark.parametrize(
    "text",
    ["# a\n\n# b", "![a](https://example.test/a.png)", "<b>a</b>", "```\n</details>\n# a", "@all #1", "<https://example.test>", HIDDEN],
)
def test_hostile_text_adds_nothing_to_the_document(text: str) -> None:
    """Headings, links, images and HTML are those of the same report with plain text."""

    def outline(found: Report) -> list[str]:
        parts = []
        for token in READER.parse(RENDER(found, View(show_dropped=True, full=True)) + RENDER(folded(found), View())):
            if token.type in ("heading_open", "html_block", "fence"):
                parts.append(token.tag or token.type)
            parts += [child.type for child in token.children or [] if child.type in ("link_open", "image", "html_inline")]
        return parts

    assert outline(hostile(text)) == outline(hostile("plain"))


def test_code_stays_a_diff() -> None:
    """The excerpt is a fenced diff with numbers and pointers; the patch is folded."""
    out = RENDER(several(), View())

    assert '```diff\n  11   @app.get("/orders")\n+ 12   def find_orders(request):\n+ 13 >     name = request.args["customer"]\n' in out
    assert "<details><summary>Patch</summary>\n\n```diff\n--- a/shop/orders.py\n" in out
