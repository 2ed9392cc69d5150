"""Unsafe memory in Rust without a check."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import parts, short, span

_SINKS = {
    "from_raw_parts": 0.7, "from_raw_parts_mut": 0.7, "set_len": 0.7, "transmute": 0.7, "transmute_copy": 0.7, "get_unchecked": 0.7,
    "get_unchecked_mut": 0.7, "from_utf8_unchecked": 0.6, "copy_nonoverlapping": 0.6, "from_raw": 0.5,
    "assume_init": 0.6, "uninitialized": 0.8,
    "zeroed": 0.6, "unwrap_unchecked": 0.6, "unreachable_unchecked": 0.6, "read_unaligned": 0.5, "offset": 0.4, "forget": 0.3,
}  # fmt: skip
_ELSEWHERE = frozenset({"Duration", "Uuid", "OsString"})


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for call in side.facts.calls:
        strength = _SINKS.get(call.name, 0.0)
        if not strength or parts(call.path)[0] in _ELSEWHERE:
            continue
        names = {parts(name)[-1] for given in call.args for name in given.names}
        held = any(
            guard.line < call.line
            and guard.function == call.function
            and guard.comparisons
            and names & {parts(name)[-1] for name in guard.names}
            for guard in side.facts.guards
        )
        source = short(", ".join(given.text for given in call.args) or parts(call.path)[0], 60)
        yield Sighting(span(call.line, call.end), {"sink": call.name, "source": source}, strength=0.3 if held else strength)


SIGNAL = Signal(
    id="unsafe-rust-memory",
    title="Unsafe memory in Rust without a check",
    kind="pattern",
    category="memory-safety",
    severity="high",
    languages=frozenset({"rust"}),
    promise="Tells of slices made from raw pointers, lengths set by hand, values reinterpreted, and accesses without a bound.",
    why="What the compiler holds otherwise, nothing holds here: a wrong length or type reads and writes other memory.",
    quiet="The checked counterparts, and calls whose length a condition before compares.",
    remedy="Use the checked call, or assert length, alignment and type right before.",
    cause="`{sink}` in unsafe code takes `{source}` as it comes.",
    since="0.2",
    maturity="stable",
    cwe="CWE-119",
    see=_see,
    fires=(
        Example("rust", "fn f(p: *const u8, n: usize) -> &'static [u8] {\n    unsafe { std::slice::from_raw_parts(p, n) }\n}\n", line=2),
        Example("rust", "fn f(v: &mut Vec<u8>, n: usize) {\n    unsafe {\n        v.set_len(n);\n    }\n}\n", line=3),
        Example("rust", "fn f(x: u64) -> f64 {\n    unsafe { std::mem::transmute(x) }\n}\n", line=2),
    ),
    stays_quiet=(
        Example("rust", "fn f(v: &[u8], i: usize) -> Option<&u8> {\n    v.get(i)\n}\n"),
        Example("rust", "fn f(v: &mut Vec<u8>, n: usize) {\n    assert!(n <= v.capacity());\n    unsafe { v.set_len(n) }\n}\n"),
    ),
)
