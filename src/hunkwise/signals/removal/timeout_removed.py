"""A time limit is gone from a call."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.options import lost_options
from hunkwise.signals.seeing import span
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for lost in lost_options(unit):
        if "timeout" in lost.option.lower() or "deadline" in lost.option.lower():
            yield Sighting(span(lost.call.line, lost.call.end), {"call": lost.call.path, "guard": lost.option}, strength=0.6)


SIGNAL = Signal(
    id="timeout-removed",
    title="A time limit is gone from a call",
    kind="guard",
    category="removed-guard",
    severity="low",
    languages=CODE,
    promise="Compares the arguments of a call that stayed and tells of a time limit that is gone or was set to none.",
    why="A peer that never answers then keeps the caller waiting for ever.",
    quiet="Calls that are gone, and limits that moved.",
    remedy="Give the call its time limit again.",
    cause="`{call}` no longer has its time limit `{guard}`.",
    since="0.2",
    maturity="preview",
    cwe="CWE-400",
    compare=_compare,
    fires=(
        Example("python", "def f(url):\n    return requests.get(url)\n", "def f(url):\n    return requests.get(url, timeout=10)\n", line=2),
        Example(
            "javascript",
            "function f(url) {\n  return axios.get(url, { headers: h });\n}\n",
            "function f(url) {\n  return axios.get(url, { headers: h, timeout: 500 });\n}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "python", "def f(url):\n    return requests.get(url, timeout=20)\n", "def f(url):\n    return requests.get(url, timeout=10)\n"
        ),
        Example("python", "def f(url):\n    return read(url)\n", "def f(url):\n    return requests.get(url, timeout=10)\n"),
    ),
)
