"""Text that isn't constant, evaluated as an expression."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import Sinks, flows, index, sight, speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables import injection, sanitisers
from hunkwise.signals.tables.languages import WEB

_STEMS = (
    "expression",
    "ognl",
    "mvel",
    "jexl",
    "groovy",
    "eval",
    "parseclass",
    "translatevariables",
    "aviator",
    "csharpscript",
    "compute",
    "$parse",
    "constraintviolation",
    "compilescript",
    "findvalue",
    "parselambda",
    "compileassembly",
    "callmethod",
    ".query(",
)
_SINKS = Sinks(injection.EXPRESSIONS)
_FEW = {
    "callMethod": (),
    "Compute": ("csharp",),
    "createScript": ("java", "kotlin"),
    "findValue": ("java", "kotlin"),
    "translateVariables": ("java", "kotlin"),
    "df.query": (),
    "processor.eval": ("java", "kotlin"),
    "engine.eval": ("java", "kotlin"),
    "parseClass": ("java", "kotlin"),
    "shell.evaluate": ("java", "kotlin"),
    "shell.parse": ("java", "kotlin"),
    "interpreter.eval": ("java", "kotlin"),
    "evaluateExpression": ("java", "kotlin"),
    "parseRaw": ("java", "kotlin"),
    "createExpression": ("java", "kotlin", "csharp"),
}


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS) or "simpleevaluationcontext" in index(side).low:
        return
    for flow in flows(side, _SINKS, sanitisers.NUMBERS | frozenset({"escape", "sanitize"})):
        if unit.language in _FEW.get(flow.entry, (unit.language,)):
            yield from sight(side, flow, "is evaluated", 0.7, 0.5 if flow.value.built else 0.3, 0.8)


SIGNAL = Signal(
    id="expression-language-injection",
    title="Text evaluated as an expression",
    kind="flow",
    category="code-injection",
    severity="critical",
    languages=WEB - {"html", "vue"},
    promise=("Follows a value into SpEL, OGNL, MVEL, JEXL, EL, Groovy, script engines and the expression parsers of other languages."),
    why="These expressions reach every class of the program: whoever writes one runs commands.",
    quiet="Constant expressions, values handed over as variables, contexts for reading data only.",
    remedy=("Keep the expression constant and hand the value over as a variable, or evaluate it in a context without types and methods."),
    cause="`{sink}` evaluates `{source}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-917",
    see=_see,
    fires=(
        Example(
            "java",
            (
                "class A {\n  Object calc(HttpServletRequest request) {\n"
                '    return new SpelExpressionParser().parseExpression(request.getParameter("x")).getValue();\n  }\n}\n'
            ),
            line=3,
        ),
        Example(
            "java",
            ("class A {\n  Object calc(String x, Map root) throws Exception {\n    return Ognl.getValue(x, root);\n  }\n}\n"),
            line=3,
        ),
        Example("kotlin", "class A {\n  fun calc(x: String): Any {\n    return GroovyShell().evaluate(x)\n  }\n}\n", line=3),
        Example("csharp", "class A {\n  object Calc(string x) {\n    return CSharpScript.EvaluateAsync(x);\n  }\n}\n", line=3),
    ),
    stays_quiet=(
        Example(
            "java", ('class A {\n  Object calc() {\n    return new SpelExpressionParser().parseExpression("1 + 1").getValue();\n  }\n}\n')
        ),
        Example(
            "java",
            (
                "class A {\n  Object calc(String x) {\n"
                "    EvaluationContext context = SimpleEvaluationContext.forReadOnlyDataBinding().build();\n"
                "    return new SpelExpressionParser().parseExpression(x).getValue(context);\n  }\n}\n"
            ),
        ),
    ),
)
