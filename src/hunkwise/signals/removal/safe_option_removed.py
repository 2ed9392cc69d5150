"""A protecting option is gone from a call."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.options import lost_options
from hunkwise.signals.seeing import span
from hunkwise.signals.tables.languages import CODE

_SAFE = re.compile(
    r"(?i)^(?:context|ssl_?context|verify\w*|check_hostname|cert_reqs|ca_?certs?|algorithms?|audience|issuer|httponly|secure|samesite|autoescape|escape"
    r"|resolve_entities|no_network|forbid_\w+|allow_redirects|follow_redirects|max_?redirects|safe_?mode|strict\w*|sandbox\w*|restrict\w*|permission\w*"
    r"|max_?(?:length|size|bytes|depth|content_?length|body\w*|fields|files|memory\w*)|limits?|filter|require_\w+|rejectUnauthorized|signed|nonce"
    r"|integrity|csrf\w*|auth\w*|login_required|allowed_\w+|safelinks|noopener|check_\w+|validate\w*|exp|expires_?in|max_?age|symlinks?|follow_symlinks)$"
)
_OPEN_WHEN_THERE = re.compile(r"(?i)^(?:None|null|nil|undefined|false|0)$")


def _compare(unit: Unit) -> Iterator[Sighting]:
    for lost in lost_options(unit):
        if _SAFE.match(lost.option) and not _OPEN_WHEN_THERE.match(lost.value):
            yield Sighting(span(lost.call.line, lost.call.end), {"call": lost.call.path, "guard": lost.option}, strength=0.65)


SIGNAL = Signal(
    id="safe-option-removed",
    title="A protecting option is gone from a call",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE,
    promise="Compares the arguments of a call that stayed and tells of an option that verified, restricted, escaped or hid "
    "something, gone or turned off.",
    why="The call falls back to a default that is open.",
    quiet="Calls that are gone, and options whose value only changed.",
    remedy="Give the option back.",
    cause="`{call}` no longer has its option `{guard}`.",
    since="0.2",
    maturity="preview",
    cwe="CWE-1188",
    compare=_compare,
    fires=(
        Example(
            "python",
            "def f(host):\n    return smtplib.SMTP_SSL(host)\n",
            "def f(host):\n    return smtplib.SMTP_SSL(host, context=ctx)\n",
            line=2,
        ),
        Example(
            "javascript",
            'function f(res, v) {\n  res.cookie("sid", v, { path: "/" });\n}\n',
            'function f(res, v) {\n  res.cookie("sid", v, { path: "/", httpOnly: true });\n}\n',
            line=2,
        ),
        Example(
            "python",
            "def f(t, k):\n    return jwt.decode(t, k)\n",
            'def f(t, k):\n    return jwt.decode(t, k, algorithms=["HS256"])\n',
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def f(host):\n    return smtplib.SMTP_SSL(host, context=other)\n",
            "def f(host):\n    return smtplib.SMTP_SSL(host, context=ctx)\n",
        ),
        Example("python", "def f(host):\n    return connect(host)\n", "def f(host):\n    return connect(host, retries=3)\n"),
    ),
)
