"""What commit messages claim."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.findings import claim_of


@pytest.mark.parametrize(
    ("message", "cwe"),
    [
        ("Fix SQL injection in the order search", "CWE-89"),
        ("Prevent XSS through the title of a page", "CWE-79"),
        ("avoid a heap buffer overflow in the png reader", "CWE-787"),
        ("fix(auth): authentication bypass with an empty token", "CWE-863"),
        ("Guard withdraw against reentrancy", "CWE-841"),
    ],
)
def test_fixes_by_wording(message: str, cwe: str) -> None:
    """A message that mends a named class of flaw is a fix of that class."""
    claim = claim_of(message)
    assert claim.sureness >= 0.6
    assert claim.by == "wording"
    assert cwe in claim.cwe


def test_an_advisory_is_surest() -> None:
    """Whatever else it says, a message that names an advisory is about a flaw; each is told once, in capitals."""
    claim = claim_of("Tidy up the parser\n\ncve-2024-12345, CVE-2024-12345, GHSA-2345-6789-cfgh")
    assert claim.advisories == ("CVE-2024-12345", "GHSA-2345-6789-CFGH")
    assert claim.by == "advisory"
    assert claim.sureness > claim_of("Fix SQL injection").sureness


@pytest.mark.parametrize(
    "message",
    ["Bump tar from 1.2 to 1.3 (CVE-2024-12345)", 'Revert "Fix XSS in titles"', "chore(deps): update left-pad to v3, fixes vulnerability"],
)
def test_updates_and_reverts_claim_nothing(message: str) -> None:
    """They mend no code here, and are no ordinary work either."""
    claim = claim_of(message)
    assert claim.sureness == 0
    assert claim.hint


@pytest.mark.parametrize("message", ["Add a button", "Rename the field\n\nSigned-off-by: Security Team <x@example.org>", ""])
def test_ordinary_messages(message: str) -> None:
    """Nothing is claimed, and who signed says nothing."""
    claim = claim_of(message)
    assert claim.sureness == 0
    assert not claim.hint


def test_trailers_and_reverts_name_commits() -> None:
    """A `Fixes:` trailer names the commit that let the flaw in; a revert for security the one that it undoes."""
    assert claim_of("Prevent use after free\n\nFixes: 0123456789ab (Add a cache)").blames == ("0123456789ab",)
    assert claim_of('Revert "Speed up"\n\nThis reverts commit abcdef012345, which opened an SQL injection.').undoes == ("abcdef012345",)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    """No message raises, and a sureness is one."""
    assert 0 <= claim_of(text).sureness <= 1
