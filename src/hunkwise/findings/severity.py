"""Everybody's words and numbers for severity brought to four: low, medium, high, critical."""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Literal

from hunkwise.findings.model import Severity

Numbers = Literal["cvss", "rank"]
Level = Severity | Literal["no-risk"]

_WORDS: dict[Level, str] = {
    "critical": "critical crit blocker catastrophic",
    "high": "high major",
    "medium": "medium med moderate",
    "low": "low minor",
    "no-risk": "informational information info informative note notice none gas qa noncritical optimization optimisation style",
}
_LEVELS: dict[str, Level] = {word: level for level, words in _WORDS.items() for word in words.split()}
_LETTERS: dict[str, Level] = {"c": "critical", "h": "high", "m": "medium", "l": "low", "i": "no-risk", "n": "no-risk", "g": "no-risk"}
_LABEL = re.compile(r"([chmling])(?:[-_ ]?\d+)?")
_NUMBER = re.compile(r"(?:cvss[\s:v]*(?:\d(?:\.\d)?(?=[\s:]))?(?:\s*base)?(?:\s*score)?\s*[:=]?\s*)?(\d{1,3}(?:\.\d{1,3})?)(?:\s*/\s*10)?")
_RANKS: tuple[Level, ...] = ("no-risk", "low", "medium", "high", "critical")


def normalise(value: object, numbers: Numbers = "cvss", names: Mapping[str, Level] | None = None) -> Level | None:
    """The level that `value` means, or None where it means none that is known or more than one.

    Understands words in any dress (`High Risk`, `3 (High)`, `Severity: med`), labels (`H`, `H-03`) and numbers: CVSS scores, or with
    `numbers` "rank" 0 to 4 with 4 as the worst. `names` are a user's own spellings (as text, without regard to case) and win over all.
    """
    if isinstance(value, bool) or value is None:
        return None
    text = " ".join(str(value).lower().split()) if isinstance(value, str | int | float) else ""
    if not text or len(text) > 200:
        return None
    for name, level in (names or {}).items():
        if " ".join(name.lower().split()) == text:
            return level
    words = re.sub(r"non[- ]?critical", "noncritical", text)
    levels = {_LEVELS[word] for word in re.findall(r"[a-z]+", words) if word in _LEVELS}
    if levels:
        return levels.pop() if len(levels) == 1 else None
    label = _LABEL.fullmatch(text)
    if label:
        return _LETTERS[label[1]]
    number = _NUMBER.fullmatch(text)
    return _from_number(float(number[1]), numbers) if number else None


def _from_number(number: float, numbers: Numbers) -> Level | None:
    if numbers == "rank":
        return _RANKS[int(number)] if number in (0, 1, 2, 3, 4) else None
    if not math.isfinite(number) or not 0 <= number <= 10:
        return None
    limits: tuple[tuple[float, Level], ...] = ((0, "no-risk"), (3.95, "low"), (6.95, "medium"), (8.95, "high"), (10, "critical"))
    return next(level for limit, level in limits if number <= limit)


def guess_numbers(values: Iterable[object]) -> Numbers:
    """Whether the numbers among `values` look like CVSS scores (a fraction, or over 4) or like ranks."""
    found = [float(match[1]) for value in values if (match := _NUMBER.fullmatch(str(value).strip().lower())) is not None]
    return "rank" if found and all(number <= 4 and number == int(number) for number in found) else "cvss"
