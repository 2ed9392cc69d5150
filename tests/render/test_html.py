"""The HTML page."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.render import View, renderer

from .reports import SAMPLES, hostile, none, partial, several, thirty

RENDER = renderer("html").render
VOID = {"meta", "wbr"}
ACTIVE = {"script", "iframe", "object", "embed", "img", "link", "form", "input", "base", "video", "audio", "foreignobject"}


class Reader(HTMLParser):
    """Tags, attributes and text of a page; fails where tags aren't nested."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("sample", [*SAMPLES.values(), thirty, hostile])
def test_the_page_is_whole_and_fetches_nothing(sample: object) -> None:
    """Tags are nested, ids are used once, nothing is active, no event or style attribute, only known addresses are linked."""
    read = Reader(RENDER(sample(), View()))  # type: ignore[operator]
    ids = [value for _, name, value in read.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert not ACTIVE & set(read.tags)
    assert not [name for _, name, _ in read.attributes if name.startswith("on") or name in ("style", "src", "srcset", "action")]

    for tag, name, value in read.attributes:
        if name == "href":
            assert tag == "a"
            assert re.fullmatch(r"#finding-\d+|https://(cwe|attack)\.mitre\.org/[\w/.]+", value)


def test_a_policy_forbids_everything_but_the_style_inside() -> None:
    """The page says itself that nothing may be run or fetched, and has one style and no import in it."""
    page = RENDER(several(), View())
    policy = next(value for _, name, value in Reader(page).attributes if name == "content" and "default-src" in value)

    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "url(" not in page
    assert "@import" not in page


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="<>&\"'/=! \nabonscript`-[]", max_size=80))
def test_no_text_makes_a_tag_or_an_attribute(text: str) -> None:
    """The page's tags and attributes' names are those of the same report with plain text."""
    plain, read = Reader(RENDER(hostile("plain"), View())), Reader(RENDER(hostile(text), View()))
    ours = set(plain.tags) | {"code", "mark", "wbr", "ul", "ol", "li", "dl", "dt", "dd", "div", "p", "tr", "td"}

    assert set(read.tags) <= ours
    assert {(tag, name) for tag, name, _ in read.attributes} <= {(tag, name) for tag, name, _ in plain.attributes}


def test_the_page_has_landmarks_and_headings_in_order() -> None:
    """One first heading, no level left out, one main part, each card named by its heading."""
    read = Reader(RENDER(thirty(), View()))
    levels = [int(tag[1]) for tag in read.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert read.tags.count("main") == 1
    assert {"header", "nav", "footer"} <= set(read.tags)
    ids = {value for _, name, value in read.attributes if name == "id"}

    assert {value for _, name, value in read.attributes if name == "aria-labelledby"} <= ids


def test_state_is_said_in_words_and_by_class() -> None:
    """The page never looks clean where something wasn't examined."""
    assert 'class="verdict clean"' in RENDER(none(), View())
    assert 'class="verdict partial"' in RENDER(partial(), View())
    assert 'class="verdict findings"' in RENDER(several(), View())


def test_dropped_findings_are_folded_or_open() -> None:
    """They are always there; `show_dropped` opens them."""
    for show, expected in ((False, "<details><summary>1 suppressed"), (True, '<details open="open"><summary>1 suppressed')):
        assert expected in RENDER(several(), View(show_dropped=show))


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, as the accessibility guidelines define it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1])
def test_text_can_be_read_on_its_ground(scheme: int) -> None:
    """Every pair of text and ground that the page uses has a contrast of 4.5 or more, light and dark."""
    blocks = re.findall(r":root \{(.*?)\}", RENDER(none(), View()), re.DOTALL)
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", blocks[scheme]))
    pairs = [(text, ground) for text in ("ink", "soft") for ground in ("paper", "sheet", "code", "new", "gone")]
    pairs += [("ink", "mark"), ("sheet", "red"), *((text, "sheet") for text in ("red", "amber", "blue", "green"))]
    for text, ground in pairs:
        light, dark = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)
