"""Commands are found in what somebody says, not in what they quote."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.github import Command, commands_in
from hunkwise.github.commands import MOST_COMMANDS


@pytest.mark.parametrize(
    ("body", "command"),
    [
        ("/hunkwise false-positive 2 it is checked", Command("false-positive", "2", "it is checked")),
        ("/hunkwise false-positive #2", Command("false-positive", "2")),
        ("/hunkwise false-positive it is 2 late", Command("false-positive", "", "it is 2 late")),
        ("/hunkwise confirm 31b24d5f90 yes", Command("confirm", "31b24d5f90", "yes")),
        ("/hunkwise confirm all", Command("confirm", "all")),
        ("  /hunkwise explain 31b24d5f90db2d21d094:1", Command("explain", "31b24d5f90db2d21d094:1")),
        ("Hello\r\n/hunkwise rescan please\r\nbye", Command("rescan", "", "please")),
        ("/hunkwise", Command("help")),
        ("/hunkwise dance", Command("help")),
    ],
)
def test_commands_are_read(body: str, command: Command) -> None:
    """A verb, which finding, and the rest as the reason."""
    assert commands_in(body) == (command,)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "> /hunkwise rescan",
        "`/hunkwise rescan`",
        "```\n/hunkwise rescan\n```",
        "~~~\n/hunkwise rescan",
        "say /hunkwise rescan",
        "/hunkwiser",
        "    /hunkwise rescan",
    ],
)
def test_other_words_are_no_command(body: str) -> None:
    """Quotes, code blocks, and words in a sentence."""
    assert commands_in(body) == ()


@given(st.text(alphabet=st.sampled_from(" \n`~>/#:ahunkwisefp-0123\u202e\x00"), max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_is_bounded(text: str) -> None:
    """Few commands, short reasons on one line, whatever stands there."""
    found = commands_in(text)
    assert len(found) <= MOST_COMMANDS
    assert all("\n" not in one.reason and "\u202e" not in one.reason and len(one.reason) <= 1000 for one in found)
