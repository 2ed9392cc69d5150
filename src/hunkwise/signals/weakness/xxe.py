"""An XML parser that fetches what the document names."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Facts, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import of_file, option, origin, parts, span
from hunkwise.signals.tables.languages import WEB, C

_FACTORIES = frozenset(
    {
        "DocumentBuilderFactory",
        "SAXParserFactory",
        "XMLInputFactory",
        "TransformerFactory",
        "SchemaFactory",
        "SAXTransformerFactory",
        "XMLReaderFactory",
        "SAXParser",
        "DOMParser",
    }
)
_READERS = frozenset({"SAXBuilder", "SAXReader", "XMLReaderFactory.createXMLReader"})
_HARDENED = frozenset({"setFeature", "setProperty", "setAttribute", "setExpandEntityReferences", "setXMLResolver", "setEntityResolver"})
_WIDE = re.compile(
    r"\bLIBXML_NOENT\b|\bXML_PARSE_NOENT\b|\bXML_PARSE_DTDLOAD\b|DtdProcessing\.Parse\b|\bnoent\s*:\s*true"
    r"|(?<![A-Za-z])NOENT\b|\bresolveExternals\s*[:=]\s*true|\bProhibitDtd\s*=\s*false"
    r"|\breplaceEntities\s*[:=]\s*true"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for call in side.facts.calls:
        told = parts(call.path)
        wide = next((found[0] for given in call.args if (found := _WIDE.search(given.text))), "")
        if option(call, "resolve_entities") == "True" or option(call, "no_network") == "False":
            yield Sighting(span(call.line, call.end), {"call": call.path, "how": "resolves entities"})
        elif wide:
            yield Sighting(span(call.line, call.end), {"call": call.path, "how": f"is told {wide}"}, strength=0.9)
        elif (
            unit.language == "python" and call.path in _STANDARD and call.args and call.args[0].literal is None and not _defused(side.whole)
        ):
            asked = origin(side, call.args[0], call.line, call.function).request
            how = "reads a document by a parser that expands its entities"
            yield Sighting(span(call.line, call.end), {"call": call.path, "how": how}, strength=0.8 if asked else 0.4)
        elif call.name == "libxml_disable_entity_loader" and call.args and call.args[0].text.lower() == "false":
            yield Sighting(span(call.line, call.end), {"call": call.path, "how": "lets entities be loaded"})
        elif (
            (call.name in ("newInstance", "newFactory", "newDefaultInstance") and len(told) > 1 and told[-2] in _FACTORIES)
            or (call.name in _READERS and unit.language in ("java", "kotlin"))
        ) and not _hardened(side.whole):
            yield Sighting(
                span(call.line, call.end), {"call": call.path, "how": "resolves external entities unless told not to"}, strength=0.6
            )
    for one in side.facts.assignments:
        target = parts(one.targets[0])[-1] if one.targets else ""
        if (target == "DtdProcessing" and "Parse" in one.value.text) or (target == "XmlResolver" and "XmlUrlResolver" in one.value.text):
            yield Sighting(span(one.line, one.end), {"call": one.targets[0], "how": "lets the document name other files"}, strength=0.9)
        elif target in ("resolveExternals", "substituteEntities") and one.value.text.lower() in ("true", "1"):
            yield Sighting(span(one.line, one.end), {"call": one.targets[0], "how": "lets entities be resolved"}, strength=0.9)


_STANDARD = frozenset(
    f"{module}.{name}"
    for module in (
        "ET",
        "ElementTree",
        "etree",
        "lxml.etree",
        "minidom",
        "xml.dom.minidom",
        "pulldom",
        "sax",
        "xml.sax",
        "cElementTree",
        "expatbuilder",
    )
    for name in ("parse", "fromstring", "parseString", "iterparse", "XML", "make_parser")
)


_GENERAL = frozenset({"setFeature", "setProperty", "setAttribute"})
_FEATURE = re.compile(r"(?i)doctype|extern|secure|dtd|entit|xinclude")


@of_file
def _defused(whole: Facts) -> bool:
    """Whether a file brings in parsers that refuse entities."""
    return any("defused" in one.module for one in whole.imports)


@of_file
def _hardened(whole: Facts) -> bool:
    """Whether a file sets any of the features that make parsers safe."""
    return any(
        call.name in _HARDENED and (call.name not in _GENERAL or any(_FEATURE.search(given.text) for given in call.args))
        for call in whole.calls
    )


SIGNAL = Signal(
    id="xxe",
    title="XML with external entities",
    kind="pattern",
    category="xxe",
    severity="high",
    languages=(WEB | C) - {"html"},
    promise="Tells of XML parsers that are told, or by default do, resolve external entities and document types.",
    why="A document can then read local files, reach inner servers, and exhaust the memory.",
    quiet="Parsers that are told not to anywhere in the same file, and those that don't by themselves.",
    remedy="Forbid document types and external entities (`disallow-doctype-decl`, `resolve_entities=False`, a hardened parser).",
    cause="`{call}` {how}.",
    since="0.1",
    maturity="stable",
    cwe="CWE-611",
    see=_see,
    fires=(
        Example(
            "python",
            "from lxml import etree\n\ndef load(data):\n    parser = etree.XMLParser(resolve_entities=True)\n"
            "    return etree.fromstring(data, parser)\n",
            line=4,
        ),
        Example(
            "java",
            "class A {\n  void load(InputStream in) throws Exception {\n"
            "    DocumentBuilderFactory f = DocumentBuilderFactory.newInstance();\n    f.newDocumentBuilder().parse(in);\n  }\n"
            "}\n",
            line=3,
        ),
        Example("php", "<?php\nfunction load($d, $text) {\n  $d->loadXML($text, LIBXML_NOENT);\n}\n", line=3),
        Example("c", "void load(const char *b, int n) {\n  xmlReadMemory(b, n, 0, 0, XML_PARSE_NOENT);\n}\n", line=2),
    ),
    stays_quiet=(
        Example(
            "python",
            "from lxml import etree\n\ndef load(data):\n    parser = etree.XMLParser(resolve_entities=False)\n"
            "    return etree.fromstring(data, parser)\n",
        ),
        Example(
            "java",
            "class A {\n  void load(InputStream in) throws Exception {\n"
            "    DocumentBuilderFactory f = DocumentBuilderFactory.newInstance();\n"
            '    f.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);\n'
            "    f.newDocumentBuilder().parse(in);\n  }\n}\n",
        ),
        Example("c", "void load(const char *b, int n) {\n  xmlReadMemory(b, n, 0, 0, XML_PARSE_NONET);\n}\n"),
    ),
)
