"""The only pointer is overwritten by realloc."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import span
from hunkwise.signals.tables.languages import C


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for one in side.facts.assignments:
        calls = [
            call
            for call in one.value.calls
            if call in ("realloc", "std.realloc", "reallocarray", "g_try_realloc", "krealloc", "av_realloc")
        ]
        if not calls or one.operator != "=":
            continue
        call = next((found for found in side.facts.calls if found.path == calls[0] and one.line <= found.line <= one.end), None)
        given = call.args[0].names[:1] if call is not None and call.args else ()
        if given and given[0] in one.targets:
            yield Sighting(span(one.line, one.end), {"name": given[0], "sink": calls[0]}, strength=0.6)


SIGNAL = Signal(
    id="pointer-lost-by-realloc",
    title="The only pointer is overwritten by realloc",
    kind="pattern",
    category="memory-safety",
    severity="medium",
    languages=C,
    promise="Tells of `p = realloc(p, n)`, which loses the memory when it fails, and of an alias that is used after its memory was moved.",
    why="On failure the old memory is leaked and the null pointer used; an alias kept from before points at freed memory.",
    quiet="Results kept in another variable first.",
    remedy="Keep the result in a variable of its own, check it, then assign it.",
    cause="`{name}` is overwritten by `{sink}`, which may fail.",
    since="0.2",
    maturity="stable",
    cwe="CWE-401",
    see=_see,
    fires=(
        Example("c", "void f(char *p, int n) {\n  p = realloc(p, n);\n  p[0] = 1;\n}\n", line=2),
        Example("c", "void f(struct a *self, int n) {\n  self->buf = realloc(self->buf, n * 2);\n  self->buf[0] = 0;\n}\n", line=2),
    ),
    stays_quiet=(
        Example("c", "void f(char *p, int n) {\n  char *q = realloc(p, n);\n  if (q == NULL)\n    return;\n  p = q;\n}\n"),
        Example("c", "void f(char *p, int n) {\n  p = realloc(NULL, n);\n}\n"),
        Example("c", "void f(char *p, int n) {\n  p = xrealloc(p, n);\n}\n"),
    ),
)
