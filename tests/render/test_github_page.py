"""Markdown as GitHub shows it: GitHub's own parser and style sheet, at the width of a pull request's page, light and dark.

`HUNKWISE_PICTURES=folder pytest tests/render/test_github_page.py` leaves pictures there, to be looked at after a change.
"""

import os
from pathlib import Path
from typing import Any

import pytest

from hunkwise.explain.model import Report
from hunkwise.render import View, renderer
from rig.packages import Unavailable
from rig.page import WIDTH, page

from .reports import HIDDEN, SAMPLES, hostile, thirty

PLAIN = View()
ALL = {**SAMPLES, "thirty": thirty, "hostile": hostile}

pytestmark = pytest.mark.slow


def shown(report: Report, scheme: Any, view: View = PLAIN) -> str:
    """The page of a comment; skips where GitHub's parser or style can't be had."""
    try:
        return page(renderer("markdown").render(report, view), scheme)
    except Unavailable as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("width", [400, WIDTH + 66])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_column(browser: Any, tmp_path: Path, width: int, scheme: str) -> None:
    """Nothing but code scrolls sideways, on a telephone and at the width of a pull request; thirty findings stay a short comment."""
    pictures = os.environ.get("HUNKWISE_PICTURES")
    tab = browser.new_page(viewport={"width": width, "height": 600}, color_scheme=scheme)
    for name, sample in ALL.items():
        file = tmp_path / f"{name}.html"
        file.write_text(shown(sample(), scheme), "utf-8")
        tab.goto(file.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, name
        height = tab.evaluate("document.querySelector('article').scrollHeight")
        assert height < (400 if name in ("none", "unexamined") else 4000), name
        if pictures:
            tab.screenshot(path=str(Path(pictures) / f"{name}-{width}-{scheme}.png"), full_page=True)
    tab.close()


def test_every_part_opens(browser: Any, tmp_path: Path) -> None:
    """Behind each line that opens on a click is Markdown that was read as such: no fence or star left over, nothing outside of its part."""
    tab = browser.new_page()
    file = tmp_path / "page.html"
    file.write_text(shown(thirty(), "light", View(show_dropped=True)), "utf-8")
    tab.goto(file.as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    text = tab.evaluate("document.querySelector('article').innerText")
    assert not [mark for mark in ("```", "**", "\n#", "<details", "</details", "\\") if mark in text.replace('\\"', "")]
    assert tab.evaluate("document.querySelectorAll('details details pre').length") == 9
    assert tab.evaluate("[...document.querySelectorAll('details')].filter(part => !part.querySelector('summary')).length") == 0
    tab.close()


@pytest.mark.parametrize(
    "text", ["</summary><b>x", "</details>", "<!--", "a\n\n# b", "[a](https://example.test)", "https://example.test", HIDDEN]
)
def test_hostile_text_adds_no_element(browser: Any, tmp_path: Path, text: str) -> None:
    """Open or folded, the elements of the page are those of the same report with plain words, and nothing is asked of the network."""
    requests: list[str] = []
    tab = browser.new_page()
    tab.on("request", lambda request: requests.append(request.url))
    found = []
    for word in (text, "plain"):
        report = hostile(word)
        many = Report(report.version, report.verdict, report.explanations * 5)
        file = tmp_path / "page.html"
        file.write_text(shown(many, "light", View(show_dropped=True)), "utf-8")
        tab.goto(file.as_uri())
        names = "[...document.querySelectorAll('article *')].map(one => one.tagName).filter(name => !['SPAN', 'CODE'].includes(name))"
        found.append(tab.evaluate(names))
    assert found[0] == found[1]
    assert set(requests) == {file.as_uri()}
    tab.close()
