"""A password or key written into a log."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Argument, Call, Side, Unit
from hunkwise.signals.indexed import named, speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import parts, short, span, words
from hunkwise.signals.tables.injection import LOGGERS, LOGS
from hunkwise.signals.tables.languages import WEB, C

_STEMS = ("passw", "secret", "token", "api_key", "apikey", "private", "credential", "pwd", "passphrase", "ssn", "credit", "cvv", "cookie")
_SURE = frozenset(
    {"password", "passwd", "pwd", "passphrase", "secret", "apikey", "credentials", "credential", "ssn", "cvv", "creditcard", "cardnumber"}
)
_PAIRS = (
    frozenset({"api", "key"}),
    frozenset({"private", "key"}),
    frozenset({"access", "token"}),
    frozenset({"auth", "token"}),
    frozenset({"secret", "key"}),
    frozenset({"session", "token"}),
    frozenset({"refresh", "token"}),
    frozenset({"credit", "card"}),
    frozenset({"bearer", "token"}),
    frozenset({"jwt", "token"}),
    frozenset({"card", "number"}),
)
_NOT = frozenset(
    {
        "length",
        "len",
        "count",
        "name",
        "id",
        "type",
        "exists",
        "has",
        "is",
        "masked",
        "redacted",
        "mask",
        "redact",
        "hash",
        "hashed",
        "size",
        "path",
        "file",
        "field",
        "expires",
        "expiry",
        "error",
        "err",
        "valid",
        "policy",
        "env",
        "prompt",
        "reset",
        "url",
        "uri",
        "arn",
        "ref",
        "version",
        "missing",
        "required",
        "enabled",
        "status",
        "message",
        "msg",
        "bool",
        "sanitize",
        "sanitized",
        "format",
        "strength",
        "min",
        "max",
        "index",
        "label",
        "hint",
        "ok",
        "encrypted",
        "changed",
        "address",
        "provider",
        "scope",
        "usage",
        "tokens",
        "manager",
        "store",
        "service",
        "config",
        "namespace",
        "list",
        "class",
        "kind",
        "num",
        "total",
        "public",
        "prefix",
        "expiration",
        "generated",
        "rotation",
        "found",
        "no",
        "key_id",
        "keyid",
        "mint",
        "symbol",
        "contract",
        "reason",
        "result",
        "attempts",
        "request",
        "response",
        "validation",
        "helper",
        "validator",
        "sha",
        "digest",
    }
)
_PRINTS = (
    "print",
    "println",
    "printf",
    "fprintf",
    "puts",
    "log",
    "WriteLine",
    "echo",
    "var_dump",
    "print_r",
    "eprintln",
    "dbg",
    "Fprintf",
    "Fprintln",
    "pp",
    "p",
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    for call in named(side, (*LOGS, *(name for name in _PRINTS if name not in LOGS))):
        sure = _logs(call)
        if not sure and not _prints(call):
            continue
        for given in call.args[:6]:
            if found := _secret(given):
                yield Sighting(span(call.line, call.end), {"sink": call.path, "source": short(found, 60)}, strength=0.7 if sure else 0.5)
                break


def _logs(call: Call) -> bool:
    return any(piece in LOGGERS or piece.lower() in ("logger", "log", "_logger") for piece in parts(call.path)[:-1])


def _prints(call: Call) -> bool:
    pieces = parts(call.path)
    return call.name in _PRINTS and (len(pieces) == 1 or pieces[0] in ("fmt", "System", "Console", "std", "sys", "IO", "$stdout", "STDOUT"))


def _secret(given: Argument) -> str:
    """The name of a secret that an argument reads as it is, or an empty text."""
    if given.literal is not None or any(
        word in " ".join(given.calls).lower() for word in ("mask", "redact", "hash", "len", "sanit", "strip", "bool", "encrypt", "type")
    ):
        return ""
    for name in given.names:
        told = words(parts(name)[-1])
        spoken = (told & _SURE or any(pair <= told for pair in _PAIRS)) and not told & _NOT
        if (
            spoken
            and not re.fullmatch(r"[A-Z_]+", parts(name)[-1])
            and not re.search(
                rf"(?:!!|\bnot |len\(|typeof |Boolean\(|\bbool\(){re.escape(name)}|{re.escape(name)}\s*(?:\?|==|!=|is "
                rf"|\.length|\[\s*(?::|0))",
                given.text,
            )
        ):
            return name
    return ""


SIGNAL = Signal(
    id="secret-in-log",
    title="A secret is written into a log",
    kind="pattern",
    category="information-exposure",
    severity="medium",
    languages=(WEB | C | {"rust"}) - {"html", "vue"},
    promise="Tells where a password, key or token is printed or logged.",
    why="Logs are kept, sent on and read by many; whoever reads them can use the secret.",
    quiet="Masked and hashed values, texts and lengths about a secret, counts of tokens.",
    remedy="Leave the secret out, or log a few characters or a hash of it.",
    cause="`{sink}` writes `{source}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-532",
    see=_see,
    fires=(
        Example(
            "python", 'import logging\n\ndef login(name, password):\n    logging.info("login of %s with %s", name, password)\n', line=4
        ),
        Example("javascript", 'function login(user) {\n  console.log("login", user.password);\n}\n', line=2),
        Example(
            "java",
            (
                "class A {\n  void login(String name, String password) {\n"
                '    logger.debug("login of " + name + " with " + password);\n  }\n}\n'
            ),
            line=3,
        ),
        Example("go", 'package a\n\nfunc login(apiKey string) {\n\tlog.Printf("with %s", apiKey)\n}\n', line=4),
    ),
    stays_quiet=(
        Example(
            "python",
            (
                "import logging\n\ndef login(name, password):\n"
                '    logging.info("login of %s with a password of %d letters", name, len(password))\n'
            ),
        ),
        Example("javascript", 'function login(user) {\n  console.log("the password is wrong");\n}\n'),
        Example(
            "java",
            (
                "class A {\n  void login(String name, String password) {\n"
                '    logger.debug("login of " + name + " with " + mask(password));\n  }\n}\n'
            ),
        ),
        Example("python", "def count(prompt_tokens):\n    print(prompt_tokens)\n"),
    ),
)
