"""The HTML page in a browser: nothing overflows, and hostile text is inert."""

from pathlib import Path
from typing import Any

import pytest

from hunkwise.render import View, renderer

from .reports import SAMPLES, hostile, thirty

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("width", [400, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_text_overflows(browser: Any, tmp_path: Path, width: int, scheme: str) -> None:
    """On a telephone and on a desk, no page and no card is wider than the window, whatever the text."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for name, sample in {**SAMPLES, "thirty": thirty, "hostile": hostile}.items():
        file = tmp_path / f"{name}.html"
        file.write_text(renderer("html").render(sample(), View(show_dropped=True)), "utf-8")
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        wide = "e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display != 'inline'"
        script = f"[...document.querySelectorAll('article, section, header, table, li, dd, p')].filter(e => {wide}).length"
        assert page.evaluate(script) == 0, name
    page.close()


def test_hostile_text_is_inert(browser: Any, tmp_path: Path) -> None:
    """Nothing runs, nothing is fetched, nothing is blocked because nothing is asked for, and direction isn't changed."""
    requests: list[str] = []
    said: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: requests.append(request.url))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("console", lambda message: said.append(message.text))
    file = tmp_path / "hostile.html"
    file.write_text(renderer("html").render(hostile(), View(show_dropped=True)), "utf-8")
    page.goto(file.as_uri())
    text = page.evaluate("document.body.textContent")
    assert requests == [file.as_uri()]
    assert said == []
    assert page.evaluate("document.querySelectorAll('script, img').length") == 0
    assert "<script>alert(1)</script>" in text
    assert "⟨U+202E⟩" in text
    page.close()


def test_the_risk_can_be_seen(browser: Any, tmp_path: Path) -> None:
    """The bar is as long as the risk, and the mark stands at the threshold."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    file = tmp_path / "one.html"
    file.write_text(renderer("html").render(SAMPLES["one"](), View()), "utf-8")
    page.goto(file.as_uri())
    boxes = {name: page.locator(f".risk .{name}").bounding_box() for name in ("track", "value", "mark")}
    assert boxes["value"]["width"] / boxes["track"]["width"] == pytest.approx(0.93, abs=0.01)
    assert (boxes["mark"]["x"] - boxes["track"]["x"]) / boxes["track"]["width"] == pytest.approx(0.41, abs=0.01)
    page.close()
