"""The size of an allocation comes in and may wrap."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import bounds, functions, incoming

_MAKES = frozenset({"malloc", "realloc", "alloca", "kmalloc", "kzalloc", "g_malloc", "xmalloc", "valloc", "ALLOCA", "av_malloc", "vmalloc"})
_NEW = re.compile(r"\bnew\s+[\w:]+\s*\[([^\]]+)\]")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for function in functions(side):
        comes = incoming(function)
        if not comes:
            continue
        sized = [(call.line, call.name, call.args[-1].text) for call in function.calls if call.name in _MAKES and call.args]
        sized += [(one.line, "new[]", found[1]) for one in function.assignments if (found := _NEW.search(one.value.text))]
        for line, sink, text in sized:
            name = next((word for word in re.findall(r"[A-Za-z_]\w*", text) if word in comes and comes[word] <= line), "")
            if name and "strlen" not in text and not bounds(function, name, line)[1]:
                yield Sighting((line, comes[name]), {"name": name, "sink": sink}, strength=0.6)


SIGNAL = Signal(
    id="allocation-size-from-input",
    title="The size of an allocation comes in and may wrap",
    kind="pattern",
    category="memory-safety",
    severity="high",
    languages=C,
    promise="Follows a number that comes in and tells where it is multiplied, added to or taken as it is for the size of an "
    "allocation without an upper bound.",
    why="A product that wraps gives too little memory for what follows; a huge one takes all there is.",
    quiet="Numbers with an upper bound, `calloc` and other calls that check the product.",
    remedy="Hold the number from above first, and let `calloc` or a checked multiplication make the product.",
    cause="`{name}`, which comes in, sizes `{sink}` without an upper bound.",
    since="0.2",
    maturity="stable",
    cwe="CWE-680",
    see=_see,
    fires=(
        Example("c", "void f(const char *s) {\n  int n = atoi(s);\n  int *p = malloc(n * sizeof(int));\n  use(p);\n}\n", line=3),
        Example("c", "void f(struct h *h) {\n  uint32_t n = ntohl(h->count);\n  char *p = malloc(n + 1);\n  use(p);\n}\n", line=3),
        Example("cpp", 'void f(void) {\n  int n;\n  fscanf(stdin, "%d", &n);\n  int *p = new int[n];\n  use(p);\n}\n', line=4),
    ),
    stays_quiet=(
        Example(
            "c",
            "void f(const char *s) {\n  int n = atoi(s);\n  if (n < 0 || n > 100)\n    return;\n"
            "  int *p = malloc(n * sizeof(int));\n  use(p);\n}\n",
        ),
        Example("c", "void f(void) {\n  int *p = malloc(10 * sizeof(int));\n  use(p);\n}\n"),
    ),
)
