"""The words that every format shares, and text from a repository made fit to show: bounded, on one line, with nothing hidden."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from hunkwise.change.model import Skipped
from hunkwise.explain.model import ExcerptLine, Explanation
from hunkwise.judge.model import DroppedReason, Finding, Verdict
from hunkwise.text import one_line, visible

State = Literal["findings", "partial", "unexamined", "empty", "clean"]

_CODE = re.compile(r"`(\s*[^`\s][^`]*)`")
_ADDRESS = re.compile(r"https://[a-z0-9.-]+/[A-Za-z0-9._~/%#?&=-]*")
_PADDING = re.compile(r"[^\S\n]{61,}")

DROPPED_WORDS: dict[DroppedReason, str] = {
    "suppressed": "suppressed",
    "below-budget": "under the threshold",
    "standing": "already in the base",
    "duplicate": "the same as another",
}


def code(text: str, limit: int = 400) -> str:
    """A line of code to show: at most `limit` characters; a long run of spaces, which pushes code out of sight, becomes its length."""
    shown = _PADDING.sub(lambda found: f"⟨{len(found[0])} spaces⟩", visible(text).rstrip().replace("\n", "⟨U+000A⟩"))
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def place(path: str, line: int = 0) -> str:
    """`path:line` to show; the path keeps every character that can be seen, a very long one loses its beginning."""
    shown = visible(path).replace("\n", "⟨U+000A⟩")
    shown = shown if len(shown) <= 300 else "…" + shown[-299:]
    return f"{shown}:{line}" if line else shown


def prose(text: str, limit: int = 1200) -> str:
    """A sentence or a few, on one line."""
    return one_line(text, limit)


def first_sentence(text: str) -> str:
    """The first sentence of `text`, for where there is room for one."""
    shown = prose(text)
    head, stop, _ = shown.partition(". ")
    return head + stop.strip()


def spans(text: str) -> list[tuple[bool, str]]:
    """`text` cut into (is it code between backticks, the piece), in order; an odd backtick stays text."""
    pieces: list[tuple[bool, str]] = []
    at = 0
    for found in _CODE.finditer(text):
        pieces += [(False, text[at : found.start()]), (True, found[1])]
        at = found.end()
    return [(is_code, piece) for is_code, piece in (*pieces, (False, text[at:])) if piece]


def stretches(text: str, tokens: Sequence[str]) -> list[tuple[int, int]]:
    """Where `tokens` stand in `text`, as (start, end), in order, without overlap. Whole words only."""
    found: list[tuple[int, int]] = []
    for token in sorted({code(token).strip() for token in tokens} - {""}, key=len, reverse=True)[:20]:
        edge = r"(?<!\w)" if token[0].isalnum() else "", r"(?!\w)" if token[-1].isalnum() else ""
        for match in list(re.finditer(edge[0] + re.escape(token) + edge[1], text))[:20]:
            if all(match.end() <= start or match.start() >= end for start, end in found):
                found.append(match.span())
    return sorted(found)


def tokens_on(explanation: Explanation, line: ExcerptLine) -> tuple[str, ...]:
    """The tokens that moved the model on a line of the excerpt."""
    at = (line.number, "before" if line.mark == "-" else "after")
    leanings = [leaning for leaning in explanation.leaned_on if (leaning.line, leaning.side) == at and leaning.weight > 0]
    return tuple(token for leaning in leanings for token in leaning.tokens)


def plural(count: int, noun: str) -> str:
    """`1 file`, `2 files`, `1,200 lines`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def state(verdict: Verdict) -> State:
    """What to say first. Only `clean` may look green: everything was examined and nothing was found."""
    if verdict.findings or verdict.flagged:
        return "findings"
    if verdict.skipped:
        return "partial" if verdict.files else "unexamined"
    return "clean" if verdict.files else "empty"


def headline(verdict: Verdict) -> str:
    """The verdict in a few words."""
    missed = plural(len(verdict.skipped), "thing")
    match state(verdict):
        case "findings" if not verdict.findings:
            return "The change as a whole looks risky"
        case "findings":
            return plural(len(verdict.findings), "finding")
        case "partial":
            return f"Nothing found, but {missed} not examined"
        case "unexamined":
            return f"Nothing was examined: {missed} skipped"
        case "empty":
            return "The change is empty: nothing to examine"
        case "clean":
            return "Nothing found"


def standing(verdict: Verdict) -> str:
    """The risk against the threshold, and what the threshold promises."""
    side = "over" if verdict.flagged else "under"
    budget = f"{verdict.budget:g} {'alert' if verdict.budget == 1 else 'alerts'} in 100 ordinary changes"
    return f"Risk {verdict.risk:.2f}, {side} the threshold {verdict.threshold:.2f} (budget: {budget})"


def examined(verdict: Verdict) -> str:
    """What was looked at and how long it took."""
    return f"{plural(verdict.files, 'file')} and {plural(verdict.lines, 'changed line')} examined in {verdict.seconds:.2f} s"


def is_address(link: str) -> bool:
    """Whether `link` is a plain https address that may be made live."""
    return _ADDRESS.fullmatch(link) is not None


def labels(finding: Finding) -> list[str]:
    """Category, CWE and tactic, those that are known."""
    return [one_line(label, 60) for label in (finding.category, finding.cwe, finding.tactic) if label.strip()]


def skipped_by_reason(skipped: Sequence[Skipped]) -> list[tuple[str, list[Skipped]]]:
    """What wasn't examined, by reason in the order in which the reasons come up."""
    groups: dict[str, list[Skipped]] = {}
    for item in skipped:
        groups.setdefault(item.reason, []).append(item)
    return [(reason_words(reason), items) for reason, items in groups.items()]


def reason_words(reason: str) -> str:
    """Why something wasn't examined: the reason's short id as words."""
    return one_line(reason.replace("-", " "), 120) or "no reason given"


def skipped_words(item: Skipped) -> str:
    """What one thing is and the detail of why it wasn't examined."""
    what = place(item.path) or "the whole change"
    return f"{what}: {prose(item.detail, 300)}" if item.detail.strip() else what


def dropped_words(verdict: Verdict) -> str:
    """How many findings aren't told and why, or an empty string."""
    counts = Counter(item.reason for item in verdict.dropped)
    return ", ".join(f"{counts[reason]} {words}" for reason, words in DROPPED_WORDS.items() if reason in counts)


def versions(verdict: Verdict) -> list[tuple[str, str]]:
    """What produced the verdict, and on what."""
    used = verdict.versions
    pairs = [("hunkwise", used.program), ("model", used.model), ("features", used.features)]
    pairs += [("signals", used.signals), ("settings", used.settings)]
    pairs += [("base", verdict.base[:12]), ("head", verdict.head[:12])]
    return [(name, one_line(value, 40)) for name, value in pairs if value.strip()]


def gap_before(excerpt: Sequence[ExcerptLine], index: int) -> bool:
    """Whether lines are left out between an excerpt's line and the one above it. Only removed lines have the numbers of the base."""
    if index == 0:
        return False
    above, here = excerpt[index - 1], excerpt[index]
    return (above.mark == "-") == (here.mark == "-") and here.number > above.number + 1
