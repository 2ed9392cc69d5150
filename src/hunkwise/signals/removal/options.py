"""Options of calls that stayed: those that are gone."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hunkwise.code.model import Call, Unit
from hunkwise.signals.removal.compared import of_change

_KEY = re.compile(r"""[{,]\s*["']?([A-Za-z_]\w*)["']?\s*(?::|=>)\s*([^,}\s]{1,40})""")


class LostOption(NamedTuple):
    """A call of the head side, and an option (with its value) that the same call had on the base side."""

    call: Call
    option: str
    value: str


@of_change
def lost_options(unit: Unit) -> tuple[LostOption, ...]:
    """The options gone from calls on changed lines that otherwise stayed."""
    return tuple(_lost(unit))


def _lost(unit: Unit) -> Iterator[LostOption]:
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    for path in {call.path for call in before.facts.calls if call.line in before.changed}:
        old = [call for call in before.facts.calls if call.path == path]
        new = [call for call in after.facts.calls if call.path == path]
        if len(old) != len(new) or not path:
            continue
        for one, other in zip(old, new, strict=True):
            if one.line not in before.changed and not any(
                number in before.changed for number in range(one.line, min(one.end, one.line + 30) + 1)
            ):
                continue
            had, has = _options(one), _options(other)
            same = bool(one.args and other.args and one.args[0].text == other.args[0].text) or len(one.args) == len(other.args)
            if same and not any(given.text.startswith(("*", "...")) for given in other.args):
                yield from (LostOption(other, option, value) for option, value in had.items() if option not in has)


def _options(call: Call) -> dict[str, str]:
    """The named arguments of a call, and the keys of objects among its arguments."""
    found = {given.name: given.text for given in (*call.args, *call.options) if given.name}
    for given in call.args:
        if given.text[:1] in "{[" and not given.name:
            found.update(_KEY.findall(given.text))
    return found
