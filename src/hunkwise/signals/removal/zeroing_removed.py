"""Memory is no longer cleared."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.compared import lost_calls, used_after
from hunkwise.signals.seeing import short, span
from hunkwise.signals.tables.languages import C

_CLEARS = frozenset({
    "memset", "bzero", "explicit_bzero", "memset_s", "memzero", "secure_zero", "SecureZeroMemory", "OPENSSL_cleanse", "sodium_memzero",
    "memzero_explicit", "ZeroMemory", "RtlZeroMemory", "wipememory", "crypto_memzero", "ResetMagickMemory", "explicit_memset", "zeroize",
})  # fmt: skip
_CLEARED = frozenset(
    {"calloc", "kzalloc", "kcalloc", "g_malloc0", "g_new0", "av_mallocz", "vzalloc", "g_slice_new0", "xcalloc", "grub_zalloc"}
)
_BARE = frozenset({"malloc", "kmalloc", "g_malloc", "g_new", "av_malloc", "vmalloc", "g_slice_new", "xmalloc", "grub_malloc"})


def _compare(unit: Unit) -> Iterator[Sighting]:
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    came = {call.name for call in after.facts.calls if call.line in after.changed}
    for call in lost_calls(unit):
        if (call.name in _CLEARS and call.args and not came & _CLEARS and "0" in [given.text for given in call.args[1:]]) or (
            call.name in _CLEARS - {"memset", "memset_s"} and call.args and not came & _CLEARS
        ):
            names = call.args[0].names
            if used_after(unit, names) and not came & _CLEARED:
                yield Sighting(
                    span(call.line, call.end), {"call": call.name, "name": short(call.args[0].text, 40)}, strength=0.7, side="before"
                )
        elif call.name in _CLEARED and came & _BARE and not came & (_CLEARED | _CLEARS):
            yield Sighting(span(call.line, call.end), {"call": call.name, "name": "the memory"}, strength=0.6, side="before")


SIGNAL = Signal(
    id="zeroing-removed",
    title="Memory is no longer cleared",
    kind="guard",
    category="removed-guard",
    severity="medium",
    languages=C,
    promise="Compares both sides and tells of a call that cleared memory, gone while the memory is still used.",
    why="What was there before, a secret or a stale pointer, is read, sent or left for the next user.",
    quiet="Clearing that moved or is done by the allocation now, memory that is gone.",
    remedy="Clear it again, at the same place.",
    cause="`{call}` cleared `{name}` and is gone.",
    since="0.2",
    maturity="stable",
    cwe="CWE-226",
    compare=_compare,
    fires=(
        Example(
            "c",
            "void f(char *pass) {\n  use(pass);\n  free(pass);\n}\n",
            "void f(char *pass) {\n  use(pass);\n  memset(pass, 0, 16);\n  free(pass);\n}\n",
            line=3,
        ),
        Example(
            "c",
            "void f(struct a *p) {\n  p->n = 1;\n  send(p);\n}\n",
            "void f(struct a *p) {\n  bzero(p, sizeof(*p));\n  p->n = 1;\n  send(p);\n}\n",
            line=2,
        ),
        Example(
            "c",
            "char *f(int n) {\n  char *p = malloc(n);\n  fill(p);\n  return p;\n}\n",
            "char *f(int n) {\n  char *p = calloc(1, n);\n  fill(p);\n  return p;\n}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "void f(char *pass) {\n  use(pass);\n  explicit_bzero(pass, 16);\n  free(pass);\n}\n",
            "void f(char *pass) {\n  use(pass);\n  memset(pass, 0, 16);\n  free(pass);\n}\n",
        ),
        Example("c", "void f(int n) {\n  use(n);\n}\n", "void f(int n) {\n  char a[4];\n  memset(a, 0, 4);\n  use(n);\n}\n"),
    ),
)
