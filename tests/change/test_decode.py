"""Bytes into text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.change.decode import decode_path, decode_text, without_surrogates


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb", "a\rb"),
        ("é\n".encode(), "é\n"),
        (b"\xef\xbb\xbfa", "a"),
        ("é\r\n".encode("utf-16"), "é\n"),
        (b"\xfe\xff" + "é".encode("utf-16-be"), "é"),
        (b"caf\xe9", "café"),
        (b"a\0b", None),
        (b"\x7fELF\x01\0\0", None),
        (b"\xff\xfe\x00\xd8\x00\xd8", None),
    ],
)
def test_encodings(data: bytes, text: str | None) -> None:
    """Marks tell UTF-16, a NUL tells binary, and what is no UTF-8 is Latin-1."""
    assert decode_text(data) == text


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_become_text_that_can_be_encoded(data: bytes) -> None:
    """The text of any file and path can be written to any output."""
    (decode_text(data) or "").encode()
    decode_path(data).encode()


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(), max_size=50))
def test_surrogates_go_and_the_rest_stays(text: str) -> None:
    """Lone surrogates are replaced; other text is unchanged."""
    clean = without_surrogates(text)
    clean.encode()
    assert without_surrogates(clean) == clean


def test_surrogates_are_replaced() -> None:
    """Each one becomes the replacement character."""
    assert without_surrogates("a\ud800b\udcffc") == "a\ufffdb\ufffdc"
