"""A copy into memory whose length nothing holds."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Call, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import origin, parts, short, span
from hunkwise.signals.tables import sinks
from hunkwise.signals.tables.languages import C

_TEXT = re.compile(r"%[-+ #0]*(?:\d+|\*)?l?s")
_READS_TEXT = re.compile(r"%(?:\[|s)")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for call in side.facts.calls:
        if call.name in sinks.UNBOUNDED_COPY and len(parts(call.path)) == 1:
            yield from _unbounded(call, side)
        elif call.name in ("scanf", "fscanf", "sscanf", "vscanf", "vfscanf", "vsscanf", "wscanf", "fwscanf", "swscanf") and any(
            given.literal is not None and _READS_TEXT.search(given.literal) for given in call.args[:2]
        ):
            yield Sighting(
                span(call.line, call.end),
                {"sink": call.name, "source": "a word of any length", "better": "a width in the format"},
                strength=0.8,
            )
        elif call.name in sinks.SIZED_COPY and len(parts(call.path)) == 1 and len(call.args) > sinks.SIZED_COPY[call.name]:
            yield from _sized(call, side)


def _measured(call: Call, side: Side) -> bool:
    """Whether a condition before asks for the length of the source, or the destination was allocated by it."""
    source = call.args[-1].text if call.name not in sinks.SIZED_COPY else call.args[1].text
    text = re.compile(rf"\bstrlen\s*\(\s*{re.escape(source)}\s*\)")
    asked = any(guard.line <= call.line and text.search(guard.text) for guard in side.facts.guards)
    return asked or any(
        found.line <= call.line and "alloc" in found.name.lower() and any(text.search(given.text) for given in found.args)
        for found in side.facts.calls
    )


def _unbounded(call: Call, side: Side) -> Iterator[Sighting]:
    better = sinks.UNBOUNDED_COPY[call.name]
    if call.name in ("gets", "_getts"):
        yield Sighting(span(call.line, call.end), {"sink": call.name, "source": "a line of any length", "better": better})
        return
    rest = call.args[1:]
    if not rest or all(given.literal is not None for given in rest):
        return
    if "printf" in call.name:
        form = rest[0].literal
        if form is not None and not _TEXT.search(form):
            return
        source = next((given.text for given in rest[1:] if given.literal is None), rest[0].text)
    else:
        source = rest[0].text
    strength = 0.35 if call.name in ("strcpy", "stpcpy") and _measured(call, side) else 0.7
    yield Sighting(span(call.line, call.end), {"sink": call.name, "source": short(source, 60), "better": better}, strength=strength)


def _sized(call: Call, side: Side) -> Iterator[Sighting]:
    size = call.args[sinks.SIZED_COPY[call.name]]
    if call.name in ("strncat", "wcsncat") and re.fullmatch(rf"sizeof\s*\(?\s*{re.escape(call.args[0].text)}\s*\)?", size.text):
        better = "the room that is left, less one"
        yield Sighting(span(call.line, call.end), {"sink": call.name, "source": short(size.text, 60), "better": better}, strength=0.7)
        return
    if size.literal is not None or "sizeof" in size.text or not size.names:
        return
    own = (
        re.search(r"\bstrlen\s*\(", size.text)
        and call.name in ("strncpy", "strncat", "memcpy", "memmove")
        and call.args[1].text in size.text
    )
    value = origin(side, size, call.line, call.function)
    fixed = re.search(rf"\b(?:char|wchar_t|u?int8_t|u8|byte)\s+{re.escape(call.args[0].text)}\s*\[", side.text) if own else None
    if own and (call.name in ("strncpy", "strncat") or (fixed and not _measured(call, side))):
        yield Sighting(
            span(call.line, call.end), {"sink": call.name, "source": short(size.text, 60), "better": "the room that is left"}, strength=0.7
        )
        return
    roots = {parts(name)[-1] for name in value.names}
    checked = any(
        guard.line <= call.line
        and roots & {parts(name)[-1] for name in guard.names}
        and any(operator in ("<", ">", "<=", ">=", "==", "!=") for _, operator, _ in guard.comparisons)
        for guard in side.facts.guards
    )
    allocated = any(
        found.line <= call.line
        and "alloc" in found.name.lower()
        and roots & {parts(name)[-1] for given in found.args for name in given.names}
        for found in side.facts.calls
    )
    bounded = any(re.search(r"(?i)(?:^|[._])min\w*$|clamp|strnlen|sizeof", name) for name in value.calls) or any(
        "sizeof" in step.text or "MIN(" in step.text.upper() for step in value.steps
    )
    if not checked and not allocated and not bounded:
        yield Sighting(
            span(call.line, call.end), {"sink": call.name, "source": short(size.text, 60), "better": "a check of the length"}, strength=0.4
        )


SIGNAL = Signal(
    id="unbounded-copy",
    title="A copy without a bound",
    kind="pattern",
    category="memory-safety",
    severity="high",
    languages=C,
    promise='Tells of `strcpy`, `sprintf`, `gets`, `scanf("%s")` and the like on text that isn\'t constant, and weakly of sized copies '
    "whose length nothing checks.",
    why="What is longer than the room overwrites what lies behind it: a crash at best, code of the sender at worst.",
    quiet="Constant sources, formats without text, lengths by `sizeof`, a minimum or an earlier comparison, room allocated by the same "
    "length.",
    remedy="Use the variant that takes the size of the destination (`strlcpy`, `snprintf`, `fgets`), and check what doesn't fit.",
    cause="`{sink}` copies `{source}` without a bound; {better} would hold it.",
    since="0.1",
    maturity="stable",
    cwe="CWE-120",
    see=_see,
    fires=(
        Example("c", "void f(const char *name) {\n  char a[10];\n  strcpy(a, name);\n}\n", line=3),
        Example("c", 'void f(const char *name) {\n  char a[10];\n  sprintf(a, "hi %s", name);\n}\n', line=3),
        Example("c", "void f(void) {\n  char a[10];\n  gets(a);\n}\n", line=3),
        Example("cpp", "void f(const char *s) {\n  char a[10];\n  strncpy(a, s, strlen(s));\n}\n", line=3),
        Example(
            "c",
            "void f(const char *name) {\n  char a[10];\n  strcpy(a, name);\n}\n",
            "void f(const char *name) {\n  char a[10];\n  strlcpy(a, name, sizeof(a));\n}\n",
            line=3,
        ),
        Example("c", "void f(const char *s) {\n  char a[10];\n  memcpy(a, s, strlen(s));\n}\n", line=3),
        Example("c", "void f(const char *s) {\n  char a[10];\n  a[0] = 0;\n  strncat(a, s, sizeof(a));\n}\n", line=4),
    ),
    stays_quiet=(
        Example("c", "char *f(const char *s) {\n  char *p = malloc(strlen(s) + 1);\n  if (p)\n    strcpy(p, s);\n  return p;\n}\n"),
        Example("c", "void f(const char *s) {\n  char a[10];\n  if (strlen(s) < 10)\n    memcpy(a, s, strlen(s));\n}\n"),
        Example("c", 'void f(void) {\n  char a[10];\n  strcpy(a, "hello");\n}\n'),
        Example("c", 'void f(int n) {\n  char a[20];\n  sprintf(a, "%d", n);\n}\n'),
        Example("c", "void f(char *a, const char *b, size_t n) {\n  if (n > 10) return;\n  memcpy(a, b, n);\n}\n"),
        Example("c", 'void f(const char *name) {\n  char a[10];\n  snprintf(a, sizeof(a), "%s", name);\n}\n'),
        Example("c", "/* strcpy(a, name) was here */\nint x;\n"),
    ),
)
