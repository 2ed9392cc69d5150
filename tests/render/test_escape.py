"""Text from a repository inside Markdown and HTML."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from hunkwise.render.escape import code_block, code_span, escape_html, escape_markdown, prose_html, prose_markdown

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
LIVE = re.compile(r"[@#]\w|:\w+:|://|www\.|\bgh-\d|\b[0-9a-f]{7,40}\b|(^|\s)\$", re.IGNORECASE)
TEXT = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="\\`*_{}[]()#+-.!|<>@&~:=$^/ \n\tabw10", max_size=80),
    st.sampled_from(
        [
            "# a",
            "a\n===",
            "1. a",
            "- a",
            "> a",
            "    code",
            "```\ncode\n```",
            "| a |\n|---|\n| b |",
            "[a](https://example.test)",
            "![a](https://example.test/a.png)",
            "<https://example.test>",
            "https://example.test www.example.test a@example.test",
            "@team/all #12 GH-12 org/repo#3 0123456789abcdef",
            "<b>a</b> <!-- a --> &copy; &#64;all",
            ":tada: $x$ $$x$$ ~~a~~ [^1] [a][b]",
            "[a]: https://example.test",
            "`a` ``b`` \\`c\\`",
        ]
    ),
)


def shown(markdown: str) -> str:
    """What a reader sees of Markdown that is one paragraph of plain text; fails where it is anything else."""
    tokens = READER.parse(markdown)
    assert [token.type for token in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"])
    children = tokens[1].children or [] if tokens else []
    assert {child.type for child in children} <= {"text", "text_special", "entity"}
    return "".join(child.content for child in children)


@settings(max_examples=300, deadline=None)
@given(text=TEXT)
def test_escaped_markdown_is_plain_words(text: str) -> None:
    """No heading, list, link, image, HTML, code or table is made; nothing that GitHub would link or replace is left."""
    read = shown(escape_markdown(text))

    assert not LIVE.search(read.replace("$", ""))
    assert "$" not in escape_markdown(text)


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_characters="\x7f\xad"), max_size=60))
def test_escaped_markdown_reads_as_it_was(text: str) -> None:
    """Escaping loses no character."""
    read = shown(escape_markdown(text)).replace("\u200d", "")

    assert read == " ".join(re.sub("[\x80-\x9f]", lambda found: f"⟨U+{ord(found[0]):04X}⟩", text).split())


@settings(max_examples=200, deadline=None)
@given(text=TEXT)
def test_a_code_span_holds_its_code(text: str) -> None:
    """The span is one code element, whatever runs of backticks are inside."""
    span = code_span(text)
    children = READER.parseInline(span)[0].children or []

    assert [child.type for child in children] == (["code_inline"] if span else [])


@settings(max_examples=200, deadline=None)
@given(text=TEXT)
def test_a_code_block_holds_its_code(text: str) -> None:
    """The block is one fence, whatever fences are inside, and nothing comes out of it."""
    tokens = READER.parse(code_block(text, "diff"))

    assert [(token.type, token.info) for token in tokens] == [("fence", "diff")]


@settings(max_examples=200, deadline=None)
@given(text=TEXT)
def test_prose_is_words_and_code(text: str) -> None:
    """A sentence with code between backticks becomes words and code elements, nothing else."""
    tokens = READER.parse("x " + prose_markdown(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]

    assert {child.type for child in tokens[1].children or []} <= {"text", "text_special", "entity", "code_inline"}


def test_prose_keeps_the_spaces_around_code() -> None:
    """Words and code stay apart."""
    assert prose_markdown("the call `a_b(c)` is gone") == "the call `a_b(c)` is gone"
    assert prose_html("`a<b>` is gone") == "<code>a&lt;b&gt;</code> is gone"
    assert prose_markdown("an odd ` stays") == "an odd \\` stays"


@settings(max_examples=200, deadline=None)
@given(text=TEXT)
def test_escaped_html_is_text(text: str) -> None:
    """A parser of HTML sees text alone, in an element and in an attribute."""
    seen: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append(tag)
            assert all(name == "title" for name, _ in attrs)

    Reader().feed(f'<p title="{escape_html(text)}">{escape_html(text)}</p>')

    assert seen == ["p"]


@pytest.mark.parametrize("text", ["\u202etxt", "\x1b[31m", "a\u200bb", "\udc80"])
def test_hidden_characters_are_named(text: str) -> None:
    """Whatever the format, a character that would be obeyed or hidden is written out."""
    for made in (escape_html(text), code_span(text), code_block(text), prose_html(text)):
        assert "⟨U+" in made
    assert "⟨U" in escape_markdown(text)
