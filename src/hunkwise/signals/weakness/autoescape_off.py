"""A template engine that doesn't escape by itself."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import named, shape, speaks, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import span
from hunkwise.signals.tables.languages import WEB

_STEMS = ("escape", "environment(", "mako", "validateinput", "allowhtml", "text/template", "sceprovider", "validaterequest", "trustas")
_OFF = "shows values unescaped"
_SHAPES = (
    shape(
        _OFF,
        r"""\bautoescape\s*=\s*(?:False|None)\b|['"]autoescape['"]\s*:\s*False|\bis_safe\s*=\s*True\b"""
        r"""|\bautoescape\s*=\s*lambda[^\n:]*:\s*False""",
        ("python",),
    ),
    shape(
        _OFF,
        r"""\bescapeMarkup\s*=\s*false|\bnoEscape\s*:\s*true|\bautoescape\s*:\s*false"""
        r"""|\b[mM]ustache\.escape\s*=\s*(?:function\s*\(\w+\)\s*\{\s*return \w+|\(?\w+\)?\s*=>\s*\w+\s*;?$)"""
        r"""|\bsceProvider\.enabled\(\s*false|\b\$?sce\.trustAs(?:Html|Js|Url|ResourceUrl)?\(\s*(?!['"])"""
        r"""|\bescape\s*:\s*(?:false|\(?(\w+)\)?\s*=>\s*\1\s*[,}])|\bdisableEscap\w*\s*:\s*true"""
        r"""|\bescapeValue\s*:\s*false|\bescapeHtml\s*:\s*false""",
        ("javascript", "typescript", "tsx", "vue", "html"),
    ),
    shape(
        _OFF,
        r"""['"]autoescape['"]\s*=>\s*false|\bescape_html\s*=\s*false|\bautoescape\(\s*false|\bdoNotEscape"""
        r"""|\bwithoutDoubleEncoding\(\)\s*;?\s*//never""",
        ("php",),
    ),
    shape(
        _OFF,
        r"""\[\s*ValidateInput\(\s*false|\[\s*AllowHtml\s*\]|\bvalidateRequest\s*=\s*"?false"""
        r"""|\bRequestValidationMode\s*=\s*"?[02]|\bDisableEncoding\b|\bEncode\s*=\s*false""",
        ("csharp",),
    ),
    shape(
        _OFF,
        r"""\bautoEscaping\(\s*false|\bsetEscapeHtml\w*\(\s*false|\bwithEscapeHtml\(\s*false"""
        r"""|\bEscapingStrategy\.NOOP|\bsetEscapeXml\(\s*false|\bdisableHtmlEscaping\(\)""",
        ("java", "kotlin"),
        strength=0.6,
    ),
    shape(
        _OFF,
        r"""\bescape_html_entities_in_json\s*=\s*false|\bescape_html\s*[:=]\s*=?>?\s*false"""
        r"""|\bdisable_escape\s*[:=]\s*=?>?\s*true""",
        ("ruby",),
    ),
    shape("fills pages without escaping", r"""(?m)^\s*(?:import\s+)?(?:\w+\s+)?"text/template\"""", ("go",), strength=0.6, texts=True),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    for seen in spots(unit, side, _STEMS, _SHAPES):
        if unit.language != "go" or any("net/http" in one.module for one in side.whole.imports):
            yield seen
    if unit.language == "python":
        modules = {one.module.split(".")[0] for one in side.whole.imports}
        for call in named(side, ("Environment", "Template", "TemplateLookup")):
            told = {given.name for given in call.args}
            bare = call.name == "Environment" and "jinja2" in modules and "autoescape" not in told
            mako = call.name != "Environment" and "mako" in modules and "default_filters" not in told
            if (bare and "nativetypes" not in call.path) or mako:
                yield Sighting(
                    span(call.line, call.end), {"call": call.path, "how": "makes templates that show values unescaped"}, strength=0.6
                )


SIGNAL = Signal(
    id="autoescape-off",
    title="A template engine that doesn't escape",
    kind="pattern",
    category="cross-site-scripting",
    severity="high",
    languages=WEB,
    promise=(
        "Tells where a template engine is made without, or told to stop, escaping values, and where a framework's check of markup is off."
    ),
    why="Every value that a template shows then becomes markup: one forgotten escape is script in the reader's session.",
    quiet="Engines that escape, templates for plain text.",
    remedy="Switch escaping on for the engine, and mark the few trusted fragments one by one.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-116",
    see=_see,
    fires=(
        Example("python", "import jinja2\n\ndef make(loader):\n    return jinja2.Environment(loader=loader, autoescape=False)\n", line=4),
        Example("python", "from jinja2 import Environment\n\ndef make(loader):\n    return Environment(loader=loader)\n", line=4),
        Example("javascript", "const page = Handlebars.compile(source, { noEscape: true });\n", line=1),
        Example("php", '<?php\n$twig = new Environment($loader, ["autoescape" => false]);\n', line=2),
        Example("csharp", "class A {\n  [ValidateInput(false)] public ActionResult F(string t) { return View(t); }\n}\n", line=2),
        Example("go", 'package a\n\nimport (\n\t"net/http"\n\t"text/template"\n)\n', line=5),
    ),
    stays_quiet=(
        Example("python", "import jinja2\n\ndef make(loader):\n    return jinja2.Environment(loader=loader, autoescape=True)\n"),
        Example("javascript", "const page = Handlebars.compile(source);\n"),
        Example("go", 'package a\n\nimport (\n\t"html/template"\n\t"net/http"\n)\n'),
        Example("php", '<?php\n$twig = new Environment($loader, ["autoescape" => "html"]);\n'),
    ),
)
