"""Text that isn't constant, compiled as a template."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import Flow, Sinks, flows, sight, speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import parts
from hunkwise.signals.tables import injection, sanitisers
from hunkwise.signals.tables.languages import WEB

_STEMS = (
    "template",
    "render",
    "from_string",
    "compile",
    "evaluate",
    "erb.new",
    "liquid",
    "razor",
    "erubi",
    "haml",
    "tilt",
    "parse(",
    "twig",
)
_SINKS = Sinks(injection.TEMPLATES)
_FEW = {
    "Template": ("python", "java", "kotlin"),
    "template": ("python", "javascript", "typescript"),
    "Parse": ("go", "csharp"),
    "render": ("ruby",),
    "process": (),
    "parser.parse": (),
    "getTemplate": (),
    "twig": ("javascript", "typescript"),
    "loadTemplate": (),
    "putTemplate": ("java", "kotlin"),
    "engine.evaluate": ("java", "kotlin"),
    "template.Must": (),
    "fetch_string": (),
    "Template.parse": ("ruby",),
    "createTemplate": ("php", "java", "kotlin"),
    "renderString": ("javascript", "typescript"),
}


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    for flow in flows(side, _SINKS, sanitisers.NUMBERS):
        languages = _FEW.get(flow.entry)
        if languages is not None and (unit.language not in languages or not _is_template(flow, side)):
            continue
        built = flow.value.built
        yield from sight(side, flow, "becomes a template", 0.7 if built else 0.4, 0.5 if built else 0.2)


def _is_template(flow: Flow, side: Side) -> bool:
    """Whether a call of a common name is that of a template engine."""
    modules = {one.module.lower() for one in side.whole.imports}
    if flow.entry == "Template":
        return any(word in module for module in modules for word in ("jinja", "mako", "tornado", "django.template", "freemarker"))
    if flow.entry == "Parse":
        return "template" in flow.call.path.lower() or "razor" in flow.call.path.lower() or parts(flow.call.path)[0] in ("t", "tmpl", "tpl")
    if flow.entry == "render":
        return flow.given.name == "inline" or "inline:" in flow.given.text or "inline" in flow.given.text[:12]
    if flow.entry == "template":
        return any("bottle" in module or "dot" in module for module in modules)
    return True


SIGNAL = Signal(
    id="template-injection",
    title="Text compiled as a template",
    kind="flow",
    category="template-injection",
    severity="critical",
    languages=WEB - {"html", "vue"},
    promise=(
        "Follows a value into the text of a template: Jinja, Mako, Handlebars, EJS, Pug, Velocity, FreeMarker, Twig, "
        "ERB, Razor, Go and others."
    ),
    why="A template runs code: whoever writes it reads settings and secrets and, in most engines, runs commands.",
    quiet="Constant templates and names of files, values handed to a template apart.",
    remedy="Keep the template constant and hand the value over as a variable.",
    cause="`{sink}` compiles `{source}` as a template.",
    since="0.2",
    maturity="stable",
    cwe="CWE-1336",
    see=_see,
    fires=(
        Example(
            "python",
            (
                "from flask import render_template_string, request\n\ndef hello():\n"
                '    return render_template_string("Hi " + request.args["name"])\n'
            ),
            line=4,
        ),
        Example("javascript", "function hello(req, res) {\n  res.send(ejs.render(req.body.template, {}));\n}\n", line=2),
        Example("python", 'from jinja2 import Template\n\ndef hello(name):\n    return Template("Hi " + name).render()\n', line=4),
        Example("ruby", 'def hello\n  render inline: "Hi " + params[:name]\nend\n', line=2),
        Example(
            "go",
            (
                "package a\n\nfunc hello(w http.ResponseWriter, r *http.Request) {\n"
                '\tt, _ := template.New("a").Parse("Hi " + r.FormValue("name"))\n\tt.Execute(w, nil)\n}\n'
            ),
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            (
                "from flask import render_template_string, request\n\ndef hello():\n"
                '    return render_template_string("Hi {{ name }}", name=request.args["name"])\n'
            ),
        ),
        Example(
            "javascript",
            (
                'const page = Handlebars.compile("<p>{{name}}</p>");\nfunction hello(req, res) {\n'
                "  res.send(page({ name: req.query.name }));\n}\n"
            ),
        ),
        Example("python", 'from string import Template\n\ndef hello(name):\n    return Template("Hi $name").substitute(name=name)\n'),
        Example("ruby", "def hello\n  render :show\nend\n"),
    ),
)
