"""The way of a value inside a function: from where it comes in, through assignments, to the call that uses it."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from hunkwise.code.model import Call, Definition, Facts, Guard
from hunkwise.code.trace import File, Question, Run
from hunkwise.evidence import Step

_MAX_FLOWS = 500
_CHECKING = (
    "match", "test", "valid", "check", "verify", "allow", "permit", "safe", "contain", "include", "has", "starts", "ends", "digit",
    "numeric", "alpha", "exists", "member", "known", "whitelist", "isin",
)  # fmt: skip
"""Parts of the names of calls that a value must satisfy."""


class Flow(NamedTuple):
    """A value that reaches a call. `source` is the name or path by which it comes in, `argument` the place of the argument in `sink`.

    `steps` go from where it comes in to the sink. `built` says that it was put together with other text on the way; `guarded` that a
    condition on it stands before or around the sink.
    """

    source: str
    sink: Call
    argument: int
    steps: tuple[Step, ...]
    built: bool
    guarded: bool


def checks(guard: Guard) -> bool:
    """Whether a condition looks like one that a value must meet: membership, a pattern, a bound, a call such as `is_valid`.

    A mere test for presence (`if name:`, `if x is None`) is none.
    """
    if any(operator in ("in", "not in", "=~", "!~", "<", ">", "<=", ">=", "-match", "-in") for _, operator, _ in guard.comparisons):
        return True
    calls = " ".join(call.rpartition(".")[2] for call in guard.calls).lower()
    if any(word in calls for word in _CHECKING):
        return True
    return any(
        operator in ("==", "===", "!=", "!==", "eq", "ne", "-eq", "-ne") and not _nothing(right) for _, operator, right in guard.comparisons
    )


def _nothing(text: str) -> bool:
    return text.lower() in ("none", "null", "nil", "undefined", "''", '""', "0", "true", "false", "nullptr")


def _never(_path: str) -> bool:
    return False


def _no_parameters(_definition: Definition) -> Iterable[str]:
    return ()


def flows(
    facts: Facts,
    function: str | None,
    is_source: Callable[[str], bool],
    sinks: Callable[[Call], Iterable[int]],
    *,
    is_sanitiser: Callable[[str], bool] = _never,
    validates: Callable[[Guard], bool] = checks,
    parameters: Callable[[Definition], Iterable[str]] = _no_parameters,
    lines: Iterable[tuple[int, str]] = (),
) -> Iterator[Flow]:
    """The flows in `function` (None: in every function and outside of them; "": only outside), by the line of their sink.

    `is_source` is asked about dotted paths of variables and of calls (`req.query.id`, `request.args.get`), `sinks` which arguments of a
    call must not be given what comes in (by place; -1 for all), `is_sanitiser` about paths of calls whose result is harmless, `validates`
    about conditions on the value, `parameters` which parameters of a definition come in from outside. `lines` (those of a side) give the
    steps their text; without them it is put together from the facts.

    Elements and attributes of a value that came in count like itself, and so does what a call makes of it, unless the function stands in
    `facts` and doesn't return it. A new value ends a flow; one given in a branch ends it only there. Linear in the number of facts.
    """
    question = Question(is_source, sinks, is_sanitiser, parameters)
    file = File(facts, question, dict(lines))
    count = 0
    for scope in file.scopes:
        if function is not None and scope.name != function:
            continue
        for taint, call, place, built in Run(file, scope).hits():
            note = Step(call.line, file.text(call.line, f"{call.path}({', '.join(arg.text for arg in call.args)})"), "is used here")
            guarded = any(validates(guard) for guard in scope.guards_on(taint.names, call.line))
            yield Flow(taint.source, call, place, (*taint.steps, note), built, guarded)
            count += 1
            if count >= _MAX_FLOWS:
                return
