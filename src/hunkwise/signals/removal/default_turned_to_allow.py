"""A default is open now."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.edits import edits
from hunkwise.signals.seeing import words
from hunkwise.signals.tables.languages import CODE

_SAFE = frozenset(
    {
        "verify",
        "secure",
        "safe",
        "strict",
        "escape",
        "autoescape",
        "validate",
        "auth",
        "authenticate",
        "authentication",
        "require",
        "required",
        "restrict",
        "restricted",
        "sandbox",
        "sandboxed",
        "httponly",
        "protect",
        "protected",
        "protection",
        "encrypt",
        "encrypted",
        "encryption",
        "readonly",
        "signed",
        "sanitize",
        "checksum",
        "tls",
        "ssl",
        "csrf",
    }
)
_OPEN = frozenset(
    {
        "unsafe",
        "insecure",
        "allow",
        "allowed",
        "skip",
        "bypass",
        "trust",
        "trusted",
        "anonymous",
        "public",
        "permissive",
        "weak",
        "disable",
        "disabled",
        "noverify",
        "expose",
        "debug",
        "legacy",
    }
)
_YES = frozenset({"True", "true", "TRUE", "1", "YES", "yes"})
_NO = frozenset({"False", "false", "FALSE", "0", "NO", "no"})


def _compare(unit: Unit) -> Iterator[Sighting]:
    for edit in edits(unit):
        if len(edit.swaps) != 1 or edit.gone or edit.came:
            continue
        old, new = edit.swaps[0]
        if len(old) != 1 or len(new) != 1:
            continue
        turned = "off" if old[0] in _YES and new[0] in _NO else "on" if old[0] in _NO and new[0] in _YES else ""
        at = next((place for place, token in enumerate(edit.new) if token == new[0] and edit.old[place : place + 1] == old), 0)
        name = edit.new[at - 2] if at > 1 and edit.new[at - 1] in ("=", ":", "=>", ":=") else ""
        spoken = words(name.strip("\"'"))
        inverse = bool(spoken & _OPEN)
        if turned and spoken and ((turned == "off" and spoken & _SAFE and not inverse) or (turned == "on" and inverse)):
            fact: dict[str, str | float] = {"name": name.strip("\"'"), "before": old[0], "after": new[0]}
            yield Sighting((edit.after,), fact, strength=0.65 if "debug" not in spoken and "legacy" not in spoken else 0.4)


SIGNAL = Signal(
    id="default-turned-to-allow",
    title="A default is open now",
    kind="guard",
    category="weakened-guard",
    severity="high",
    languages=CODE,
    promise="Compares settings, parameters and arguments with what they were and tells of one whose name is about safety and whose "
    "value turned from safe to open.",
    why="Everyone who didn't choose gets the open way.",
    quiet="Values that are read from somewhere, and names about something else.",
    remedy="Turn the default back.",
    cause="`{name}` was `{before}` and is `{after}` now.",
    since="0.2",
    maturity="stable",
    cwe="CWE-1188",
    compare=_compare,
    fires=(
        Example(
            "python",
            "def connect(host, verify=False):\n    return dial(host, verify)\n",
            "def connect(host, verify=True):\n    return dial(host, verify)\n",
            line=1,
        ),
        Example("javascript", "const options = {\n  allowUnsafe: true,\n};\n", "const options = {\n  allowUnsafe: false,\n};\n", line=2),
        Example(
            "go",
            "package a\n\nfunc f() *Config {\n\treturn &Config{InsecureSkip: true}\n}\n",
            "package a\n\nfunc f() *Config {\n\treturn &Config{InsecureSkip: false}\n}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def connect(host, verify=True):\n    return dial(host, verify)\n",
            "def connect(host, verify=False):\n    return dial(host, verify)\n",
        ),
        Example(
            "python",
            "def connect(host, verbose=False):\n    return dial(host, verbose)\n",
            "def connect(host, verbose=True):\n    return dial(host, verbose)\n",
        ),
    ),
)
