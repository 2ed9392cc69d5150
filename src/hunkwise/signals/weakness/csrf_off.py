"""The check that a request was meant by its user is switched off."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, speaks, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import span
from hunkwise.signals.tables.languages import WEB

_STEMS = ("csrf", "forgery", "xsrf", "verify_authenticity_token", "requestmapping")
_OFF = "switches the check against forged requests off"
_SHAPES = (
    shape(
        _OFF,
        r"""@csrf_exempt\b|\bcsrf_exempt\(|\bcsrf\.exempt\b|WTF_CSRF_(?:ENABLED"""
        r"""|CHECK_DEFAULT)['"]?\]?\s*[=:]\s*False|(?m:^\s+csrf\s*=\s*False)|(?:enable|require)_csrf\s*=\s*False"""
        r"""|CSRF_ENABLED['"]?\]?\s*=\s*False""",
        ("python",),
    ),
    shape(
        _OFF,
        r"""\bcsrf\(\s*\)\s*\.\s*disable\(|\bcsrf\(\s*\(?\w+\)?\s*->\s*\{?\s*\w+\s*\.\s*disable\("""
        r"""|\bcsrf\(\s*\w+(?:<[^>]{0,20}>)?::disable|\bcsrf\s*\{[^}]{0,40}\bdisable\(|\bcsrf\s*\{\s*it\.disable""",
        ("java", "kotlin"),
    ),
    shape(
        "answers every method, so that a link can change data",
        r"""@RequestMapping\(\s*(?:(?:value|path)\s*=\s*)?"[^"]*"\s*\)\s*\n\s*(?:@\w+(?:\([^)]*\))?\s*)*public\b""",
        ("java",),
        strength=0.4,
    ),
    shape(
        _OFF,
        r"""\bskip_before_(?:action|filter)[\s(]+:verify_authenticity_token|\bskip_forgery_protection\b"""
        r"""|\ballow_forgery_protection\s*=\s*false|\bprotect_from_forgery\b[^\n]{0,60}\b(?:except|only|if"""
        r"""|unless)\b""",
        ("ruby",),
    ),
    shape(
        "lets a forged request through with an empty session",
        r"""\bprotect_from_forgery\b[^\n]{0,40}:null_session""",
        ("ruby",),
        strength=0.5,
    ),
    shape(_OFF, r"""\[\s*IgnoreAntiforgeryToken\b|\bIgnoreAntiforgeryToken(?:Attribute)?\(|\bDisableAntiforgery\(\)""", ("csharp",)),
    shape(
        _OFF,
        r"""['"]?\bcsrf(?:Protection|_protection)?['"]?\s*:\s*false\b"""
        r"""|\bignoreMethods\s*:\s*\[[^\]]{0,80}['"]POST['"]|\bxsrfCookieName\s*:\s*(?:null|false)""",
        ("javascript", "typescript", "tsx"),
    ),
    shape(
        "checks the request before its method is overridden",
        r"""\bcsrf\([^)]{0,80}\)[\s\S]{0,300}?\bmethodOverride\(""",
        ("javascript", "typescript", "tsx"),
    ),
    shape(
        _OFF,
        r"""['"]csrf_protection['"]\s*=>\s*false|\benableCsrfValidation['"]?\s*(?:=|=>)\s*false"""
        r"""|\bwithoutMiddleware\([^)\n]{0,80}Csrf|\bcsrf_protection\s*=\s*(?:FALSE|false)"""
        r"""|\bvalidateCsrfTokens\([^)]{0,60}['"]\*['"]""",
        ("php",),
    ),
    shape(_OFF, r"""\bcsrf\.(?:UnsafeSkipCheck|Secure\(\s*false)""", ("go",)),
)
_WRITES = ("HttpPost", "HttpPut", "HttpDelete", "HttpPatch")
_CHECKED = ("AntiForgery", "Antiforgery", "ApiController")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, _STEMS, _SHAPES)
    if unit.language == "csharp" and speaks(side, ("httppost", "httpput", "httpdelete", "httppatch")):
        yield from _unlike_neighbours(side)


def _unlike_neighbours(side: Side) -> Iterator[Sighting]:
    """An action that changes data without the token that another action of the file asks for."""
    known = [" ".join(one.attributes) for one in side.whole.definitions]
    if any("AutoValidate" in told or "ApiController" in told for told in known):
        return
    kept = any("ValidateAntiForgeryToken" in told for told in known)
    for one in side.facts.definitions:
        told = " ".join(one.attributes)
        if one.kind == "function" and any(word in told for word in _WRITES) and not any(word in told for word in _CHECKED):
            how = "changes data without the token that its neighbours ask for" if kept else "changes data without a token"
            yield Sighting(span(one.line, one.line + 2), {"call": one.name, "how": how}, strength=0.7 if kept else 0.5)


SIGNAL = Signal(
    id="csrf-off",
    title="The check against forged requests is off",
    kind="pattern",
    category="access-control",
    severity="medium",
    languages=(WEB - {"html", "vue"}),
    promise=(
        "Tells where the protection against cross-site request forgery is disabled, skipped for an action, or missing "
        "where its neighbours have it."
    ),
    why="Another web site can then send a form in the name of whoever is signed in.",
    quiet="Protection that stays on, checks by a header or a token of another kind.",
    remedy="Leave the protection on; for a service called by programs, require a token in a header instead of a cookie.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-352",
    see=_see,
    fires=(
        Example(
            "python",
            ("from django.views.decorators.csrf import csrf_exempt\n\n@csrf_exempt\ndef pay(request):\n    return charge(request)\n"),
            line=3,
        ),
        Example("java", "class A {\n  void set(HttpSecurity http) throws Exception { http.csrf().disable(); }\n}\n", line=2),
        Example("java", "class A {\n  void set(HttpSecurity http) throws Exception { http.csrf(csrf -> csrf.disable()); }\n}\n", line=2),
        Example("ruby", "class AController < ApplicationController\n  skip_before_action :verify_authenticity_token\nend\n", line=2),
        Example(
            "csharp",
            (
                "class A : Controller {\n  [HttpPost]\n  [ValidateAntiForgeryToken]\n"
                "  public IActionResult F(Item a) { return Save(a); }\n  [HttpPost]\n"
                "  public IActionResult G(Item a) { return Save(a); }\n}\n"
            ),
            line=5,
        ),
        Example("php", "<?php\n$resolver->setDefaults(['csrf_protection' => false]);\n", line=2),
    ),
    stays_quiet=(
        Example(
            "python",
            ("from django.views.decorators.csrf import csrf_protect\n\n@csrf_protect\ndef pay(request):\n    return charge(request)\n"),
        ),
        Example("java", "class A {\n  void set(HttpSecurity http) throws Exception { http.csrf(withDefaults()); }\n}\n"),
        Example("ruby", "class AController < ApplicationController\n  protect_from_forgery with: :exception\nend\n"),
        Example(
            "csharp",
            (
                "class A : Controller {\n  [HttpPost]\n  [ValidateAntiForgeryToken]\n"
                "  public IActionResult F(Item a) { return Save(a); }\n}\n"
            ),
        ),
    ),
)
