"""A format that isn't constant."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import bare, parts, short, span
from hunkwise.signals.tables.languages import C

_FORMAT = {
    **dict.fromkeys("printf wprintf printk g_print g_printerr vprintf vwprintf warnx warn setproctitle printw".split(), 0),
    **dict.fromkeys(
        "fprintf sprintf asprintf dprintf syslog fwprintf vfprintf vsprintf vasprintf vsyslog err errx wsprintf wsprintfA wsprintfW "
        "_stprintf vdprintf vfwprintf obstack_printf".split(),
        1,
    ),
    **dict.fromkeys(
        "snprintf vsnprintf _snprintf swprintf _snwprintf vswprintf _vsnprintf g_snprintf sprintf_s StringCchPrintf".split(), 2
    ),
}
_CONSTANT = re.compile(r"^[A-Z][A-Z0-9_]+$")
_GIVEN = re.compile(r"(?i)f(?:or)?ma?t|^f$|templ")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for call in side.facts.calls:
        place = _FORMAT.get(call.name)
        if place is None or len(call.args) <= place or parts(call.path)[0] not in (call.name, "std"):
            continue
        form = call.args[place]
        if form.literal is not None or form.strings or not form.names or all(_CONSTANT.match(name) for name in form.names):
            continue
        handed = call.name.startswith("v") or len(call.args) > place + 1
        if handed and ((call.name.startswith("v") and not call.args[place].calls and _own(side, form.text)) or _GIVEN.search(form.text)):
            continue
        yield Sighting(span(call.line, call.end), {"sink": call.name, "source": short(form.text, 60)}, strength=0.55 if handed else 0.8)


def _own(side: Side, text: str) -> bool:
    """Whether a text is a parameter of a function, which hands it on."""
    return any(text in map(bare, one.params) for one in side.facts.definitions)


SIGNAL = Signal(
    id="format-string",
    title="A format that isn't constant",
    kind="pattern",
    category="format-string",
    severity="high",
    languages=C,
    promise="Tells of `printf`, `syslog` and the like whose format is a variable instead of a constant text.",
    why="A `%n` or `%s` in the text then writes to memory or reads what lies there.",
    quiet="Constant formats, translations of constant texts, and functions that hand on a format of their own parameters with "
    "its arguments.",
    remedy='Give a constant format and the text as its argument: `printf("%s", text)`.',
    cause="`{sink}` takes `{source}` for its format.",
    since="0.2",
    maturity="stable",
    cwe="CWE-134",
    see=_see,
    fires=(
        Example("c", "void f(void) {\n  char text[80];\n  fgets(text, 80, stdin);\n  printf(text);\n}\n", line=4),
        Example("c", "void f(const char *message) {\n  syslog(LOG_ERR, message);\n}\n", line=2),
        Example("cpp", "void f(const std::string &s) {\n  fprintf(stderr, s.c_str());\n}\n", line=2),
        Example("c", "void f(const char *name) {\n  char out[64];\n  snprintf(out, sizeof(out), name);\n}\n", line=3),
    ),
    stays_quiet=(
        Example("c", 'void f(const char *text) {\n  printf("%s", text);\n}\n'),
        Example("c", 'void f(const char *text) {\n  printf(_("hello %s"), text);\n}\n'),
        Example(
            "c", "void say(const char *fmt, ...) {\n  va_list ap;\n  va_start(ap, fmt);\n  vfprintf(stderr, fmt, ap);\n  va_end(ap);\n}\n"
        ),
    ),
)
