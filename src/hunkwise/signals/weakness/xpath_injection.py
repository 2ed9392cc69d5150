"""An XPath expression put together from parts that aren't constant."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import Sinks, flows, sight, speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables import injection, sanitisers
from hunkwise.signals.tables.languages import WEB, C

_STEMS = (
    "[@",
    "evaluate",
    "xpath",
    "selectnodes",
    "selectsinglenode",
    "etree",
    "findall",
    "xquery",
    "xmlquery",
    "nokogiri",
    "rexml",
    "simplexml",
    "domdocument",
)
_SINKS = Sinks(injection.XPATH)
_CLEAN = sanitisers.NUMBERS | frozenset(
    {
        "escape",
        "encodeForXPath",
        "quoteattr",
        "xpath_escape",
        "escapeXPath",
        "XPathVariableResolver",
        "setXPathVariableResolver",
        "htmlspecialchars",
        "quote",
    }
)
_PATH = re.compile(r"/[\w*:@.-]+|\[@?[\w:.-]*\s*=|\[\s*[\w:]*@|\btext\(\)|\bcontains\(|@\w+\s*=|\b(?:and|or)\s+\w+\s*=|collection\(")
_SURE = frozenset(
    {
        "xpath",
        "selectSingleNode",
        "selectNodes",
        "SelectNodes",
        "SelectSingleNode",
        "XPathSelectElement",
        "XPathSelectElements",
        "XPathEvaluate",
        "ETXPath",
        "etree.XPath",
        "xmlXPathEval",
        "xmlXPathEvalExpression",
        "at_xpath",
    }
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    for flow in flows(side, _SINKS, _CLEAN):
        shaped = flow.value.built and _PATH.search("".join(flow.value.strings))
        near = "xpath" in flow.call.path.lower() or flow.entry in _SURE or any("xpath" in call.lower() for call in flow.value.calls)
        if shaped and (near or "[" in "".join(flow.value.strings)):
            yield from sight(side, flow, "becomes part of the expression", 0.7, 0.5, 0.7)
        elif near and (flow.value.request or flow.entry in _SURE):
            yield from sight(side, flow, "becomes the expression", 0.5)


SIGNAL = Signal(
    id="xpath-injection",
    title="An XPath expression put together from text",
    kind="flow",
    category="xpath-injection",
    severity="high",
    languages=(WEB | C) - {"html", "vue"},
    promise="Follows a value into an XPath or XQuery expression.",
    why="With a quote in it the value changes what is selected: others pass checks or read the whole document.",
    quiet="Constants, variables bound to the expression, numbers.",
    remedy="Bind the value as a variable of the expression, or check it against a list.",
    cause="`{sink}` evaluates an expression with `{source}` pasted into it.",
    since="0.2",
    maturity="stable",
    cwe="CWE-643",
    see=_see,
    fires=(
        Example(
            "java",
            (
                "class A {\n  Object find(XPath xpath, Document doc, String name) throws Exception {\n"
                '    String q = "/users/user[@name=\'" + name + "\']";\n    return xpath.evaluate(q, doc);\n  }\n}\n'
            ),
            line=4,
        ),
        Example(
            "python",
            ('from lxml import etree\n\ndef find(tree, name):\n    return tree.xpath("/users/user[@name=\'" + name + "\']")\n'),
            line=4,
        ),
        Example(
            "csharp",
            (
                "class A {\n  XmlNode Find(XmlDocument doc, string name) {\n"
                '    return doc.SelectSingleNode("/users/user[@name=\'" + name + "\']");\n  }\n}\n'
            ),
            line=3,
        ),
        Example(
            "php", ('<?php\nfunction find($xpath) {\n  return $xpath->query("/users/user[@name=\'" . $_GET["name"] . "\']");\n}\n'), line=3
        ),
    ),
    stays_quiet=(
        Example(
            "python", ('from lxml import etree\n\ndef find(tree, name):\n    return tree.xpath("/users/user[@name=$name]", name=name)\n')
        ),
        Example(
            "java",
            (
                "class A {\n  Object find(XPath xpath, Document doc) throws Exception {\n"
                "    return xpath.evaluate(\"/users/user[@name='root']\", doc);\n  }\n}\n"
            ),
        ),
        Example("python", 'from lxml import etree\n\ndef find(tree, n):\n    return tree.xpath("/users/user[%d]" % int(n))\n'),
    ),
)
