"""Everybody's severities."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.findings.severity import guess_numbers, normalise


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ("critical", "critical"),
        ("CRIT", "critical"),
        ("C", "critical"),
        ("high", "high"),
        ("High Risk", "high"),
        ("3 (High)", "high"),
        ("Severity: High", "high"),
        ("H", "high"),
        ("H-03", "high"),
        ("h1", "high"),
        ("major", "high"),
        ("Med", "medium"),
        ("M-2", "medium"),
        ("moderate", "medium"),
        ("Medium\n", "medium"),
        ("LOW", "low"),
        ("minor", "low"),
        ("L", "low"),
        ("Informational", "no-risk"),
        ("Non-Critical", "no-risk"),
        ("non critical", "no-risk"),
        ("Gas optimization", "no-risk"),
        ("QA", "no-risk"),
        (9.8, "critical"),
        ("CVSS 9.0", "critical"),
        ("CVSS:3.1 7.5", "high"),
        ("7.5", "high"),
        ("8.9/10", "high"),
        (6.9, "medium"),
        (4, "medium"),
        (3.9, "low"),
        (0.1, "low"),
        (0, "no-risk"),
        (10, "critical"),
    ],
)
def test_known(value: object, level: str) -> None:
    """Words, labels and CVSS scores in any dress come to the four levels."""
    assert normalise(value) == level


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "?",
        "unknown",
        "highly",
        "Medium/High",
        "low to medium",
        11,
        -1,
        "12.5",
        float("nan"),
        float("inf"),
        True,
        [],
        {},
        "x" * 500,
        "H-H",
    ],
)
def test_unknown(value: object) -> None:
    """What means no level, or more than one, is no level."""
    assert normalise(value) is None


@pytest.mark.parametrize(
    ("value", "level"), [(1, "low"), ("2", "medium"), (3, "high"), (4, "critical"), (0, "no-risk"), (5, None), (2.5, None)]
)
def test_ranks(value: object, level: str | None) -> None:
    """Read as ranks, numbers go from 0 to 4 with 4 as the worst."""
    assert normalise(value, "rank") == level


def test_own_names_win() -> None:
    """A user's own spellings win over ours, without regard to case and spaces."""
    assert normalise("sev  2", names={"Sev 2": "high"}) == "high"
    assert normalise(1, names={"1": "critical"}) == "critical"
    assert normalise("Low", names={"low": "no-risk"}) == "no-risk"


def test_guess_numbers() -> None:
    """Whole numbers up to 4 alone are ranks; a fraction or a larger number makes them CVSS scores; no number at all does too."""
    assert guess_numbers([1, "2", 4]) == "rank"
    assert guess_numbers([1, 2, 7.5]) == "cvss"
    assert guess_numbers([1, 5]) == "cvss"
    assert guess_numbers(["high"]) == "cvss"


@settings(max_examples=100, deadline=None)
@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.lists(st.text(), max_size=2))
def test_anything(value: object) -> None:
    """No value raises."""
    assert normalise(value) in (None, "low", "medium", "high", "critical", "no-risk")
    assert normalise(value, "rank") in (None, "low", "medium", "high", "critical", "no-risk")
