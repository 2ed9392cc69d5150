"""What to do about a finding: in words, and as a patch where putting lines back is certain to be right."""

from collections.abc import Sequence

from hunkwise.change.model import FileChange, Hunk, Line
from hunkwise.explain.sides import numbers
from hunkwise.judge.cwe import weakness
from hunkwise.judge.model import Finding
from hunkwise.signals.interface import Signal

CONTEXT = 3
"""Unchanged lines around a patch's change."""


def remedy(finding: Finding, signal: Signal | None) -> str:
    """One or two sentences: the signal's own, else by the class of weakness, else by what was done to the code."""
    if signal is not None:
        return signal.remedy
    if finding.side == "before":
        return f"Put back {numbers(finding.lines)} of the base, or show what does its work now."
    known = weakness(finding.cwe)
    if known is not None:
        return f"{known.remedy}. If the change already makes sure of that, say where."
    return "Read these lines with the question what they allow that the base did not, and add a test that holds it off."


def patch(finding: Finding, file: FileChange | None) -> str:
    """A unified diff against the head that puts removed lines back; empty unless that is certain.

    Certain means: a guard was seen to go, the file is still there, and the pointed lines are all that was taken out at their place, with
    nothing put in their stead.
    """
    lost = bool(finding.evidence) and finding.evidence[0].kind == "guard" and finding.evidence[0].trend == "worse"
    if file is None or not lost or finding.side != "before" or file.status in ("deleted", "added") or not _plain(file.path):
        return ""
    pointed = set(finding.lines)
    parts = []
    for hunk in file.hunks:
        at = [number for number, line in enumerate(hunk.lines) if line.mark == "-" and line.old in pointed]
        if not at:
            continue
        if at != list(range(at[0], at[-1] + 1)) or any(_mark(hunk, number) not in ("", " ") for number in (at[0] - 1, at[-1] + 1)):
            return ""
        pointed -= {hunk.lines[number].old for number in at if hunk.lines[number].old is not None}
        part = _part(hunk, at[0], at[-1] + 1, file.after)
        if not part:
            return ""
        parts.append(part)
    if len(parts) != 1 or pointed:
        return ""
    tab = "\t" if " " in file.path else ""
    return f"--- a/{file.path}{tab}\n+++ b/{file.path}{tab}\n{parts[0]}"


def _mark(hunk: Hunk, at: int) -> str:
    return hunk.lines[at].mark if 0 <= at < len(hunk.lines) else ""


def _part(hunk: Hunk, start: int, stop: int, after: str | None) -> str:
    """The hunk of the patch; empty where no line of the head stands beside the place or the file's last line end is in the way."""
    above = [line for line in hunk.lines[:start] if line.mark != "-"][-CONTEXT:]
    below = [line for line in hunk.lines[stop:] if line.mark != "-"][:CONTEXT]
    around = [*above, *below]
    if not around or _touches_open_end(around, after):
        return ""
    back = hunk.lines[start:stop]
    first = around[0].new if above else below[0].new
    body = [*(f" {line.text}" for line in above), *(f"+{line.text}" for line in back), *(f" {line.text}" for line in below)]
    return f"@@ -{first},{len(around)} +{first},{len(around) + len(back)} @@\n" + "\n".join(body) + "\n"


def _touches_open_end(lines: Sequence[Line], after: str | None) -> bool:
    """Whether one of `lines` is a last line without a line end, which a patch must mark; unknown without the text, and then not assumed."""
    return after is not None and not after.endswith("\n") and any(line.new == after.count("\n") + 1 for line in lines)


def _plain(path: str) -> bool:
    """Whether a patch can name the path as it is."""
    return path.isprintable() and not set('"\\') & set(path) and path.isascii()
