"""Commands in comments: `/hunkwise VERB [WHICH] [reason]` on a line of its own."""

import re
from typing import Literal, cast, get_args

from msgspec import Struct

from hunkwise.explain.model import Explanation, Report
from hunkwise.judge.model import Finding
from hunkwise.text import one_line

Verb = Literal["explain", "false-positive", "confirm", "rescan", "help"]

HELP = """\
- `/hunkwise explain N`: finding N at length
- `/hunkwise false-positive N reason`: finding N is none; it isn't told again in this repository
- `/hunkwise confirm N reason`: finding N is right
- `/hunkwise rescan`: judge the head again

N is the number of a finding in the summary, or the first digits of its fingerprint; it may be left out where there is one finding, and in
the thread of a finding."""

MOST_COMMANDS = 5
"""Of one comment."""

_LINE = re.compile(r"^[ \t]{0,3}/hunkwise(?:[ \t]+(?P<verb>[a-z-]{1,20})(?P<rest>[^\n]{0,2000})|[ \t]*$)", re.MULTILINE)
_WHICH = re.compile(r"#?(?P<which>\d{1,4}|[0-9a-f]{4,20}(?::\d{1,4})?|all)(?=\s|$)")


class Command(Struct, frozen=True):
    """What somebody asked for. `which` is a number, the beginning of a fingerprint, `all`, or empty; an unknown verb is `help`."""

    verb: Verb
    which: str = ""
    reason: str = ""


def commands_in(body: str) -> tuple[Command, ...]:
    """The commands of a comment, in order; none in quotes and code blocks, which are somebody else's words."""
    text = re.sub(r"^(`{3,}|~{3,}).*?(?:^\1|\Z)", "", body.replace("\r\n", "\n")[:65_536], flags=re.MULTILINE | re.DOTALL)
    found = []
    for line in list(_LINE.finditer(text))[:MOST_COMMANDS]:
        verb = line["verb"] or "help"
        if verb not in get_args(Verb):
            found.append(Command("help"))
            continue
        rest = (line["rest"] or "").strip()
        which = _WHICH.match(rest) if verb in ("explain", "false-positive", "confirm") else None
        reason = rest[which.end() :] if which else rest
        found.append(Command(cast(Verb, verb), which["which"] if which else "", one_line(reason, 1000)))
    return tuple(found)


def chosen(report: Report, which: str, thread: str = "") -> tuple[Explanation, ...]:
    """The findings that a command means: by number, by fingerprint, all, those of the `thread`'s fingerprint, or the only one."""
    told = report.explanations
    if which == "all":
        return told
    if which.isdecimal() and 1 <= int(which) <= len(told):
        return (told[int(which) - 1],)
    if which:
        found = tuple(one for one in told if one.finding.fingerprint.startswith(which))
        return found if len(found) == 1 else ()
    if thread:
        return tuple(one for one in told if one.finding.fingerprint == thread)
    return told if len(told) == 1 else ()


def dismissed(report: Report, which: str, thread: str = "") -> tuple[Finding, ...]:
    """The one finding that people had dismissed and that a command names by its fingerprint or in its thread."""
    wanted = which or thread
    hidden = [item.finding for item in report.verdict.dropped if item.reason == "suppressed"]
    found = tuple(one for one in hidden if len(wanted) >= 4 and one.fingerprint.startswith(wanted))
    return found if len(found) == 1 else ()
