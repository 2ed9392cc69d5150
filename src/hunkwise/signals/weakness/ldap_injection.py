"""A directory's filter or name put together from parts that aren't constant."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Argument, Call, Side, Unit
from hunkwise.signals.indexed import Flow, Sinks, flows, sight, speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import guarded, origin, parts
from hunkwise.signals.tables import injection, sanitisers
from hunkwise.signals.tables.languages import WEB, C

_STEMS = ("ldap", "directorysearcher", "dircontext", "directoryentry", "searchrequest", "naming", "search(")
_SINKS = Sinks(injection.LDAP)
_CLEAN = sanitisers.NUMBERS | frozenset(
    {
        "escape_filter_chars",
        "escape_dn_chars",
        "escape_rdn",
        "ldap_escape",
        "encodeForLDAP",
        "encodeForDN",
        "EscapeFilter",
        "EscapeDN",
        "LdapEncoder.filterEncode",
        "filterEncode",
        "nameEncode",
        "escape",
        "LdapFilterEncode",
        "LdapDistinguishedNameEncode",
        "FilterEncode",
        "Rdn.escapeValue",
        "escapeLDAPSearchFilter",
        "escapeDN",
        "encode",
        "encodeFilter",
        "Filter.eq",
        "Filter.equals",
        "ldapEscape",
        "sanitize",
        "sanitizeInput",
        "LdapNameBuilder",
        "assertion.escape_bytes",
    }
)
_FILTER = re.compile(r"\([&|!]?\(?[\w-]+[~<>]?=|(?i:\b(?:uid|cn|ou|dc|mail|samaccountname)=)")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    for flow in flows(side, _SINKS, _CLEAN):
        yield from _judge(side, flow)
    for one in side.facts.assignments:
        if one.targets and parts(one.targets[0])[-1] in ("Filter", "filter") and "." in one.targets[0] and one.value.literal is None:
            value = origin(side, one.value, one.line, one.function)
            if not value.cleaned(_CLEAN) and not guarded(side, value, one.line):
                call = Call(one.targets[0], "Filter", (one.value,), one.line, one.end)
                yield from _judge(side, Flow(call, one.value, value, "filter"))


def _judge(side: Side, flow: Flow) -> Iterator[Sighting]:
    for given in flow.call.args[:10]:
        if given.literal is None and (given.names or given.calls):
            value = origin(side, given, flow.call.line, flow.call.function)
            if value.built and _FILTER.search("".join(value.strings)) and not value.cleaned(_CLEAN):
                yield from sight(side, Flow(flow.call, Argument(given.text), value, flow.entry), "becomes part of the query", 0.8, 0.6, 0.8)
                return
            if value.request and flow.entry in ("search_s", "search_ext_s", "ldap_search", "lookup", "DirectorySearcher", "filter"):
                yield from sight(side, Flow(flow.call, given, value, flow.entry), "becomes part of the query")
                return


SIGNAL = Signal(
    id="ldap-injection",
    title="A directory query put together from text",
    kind="flow",
    category="ldap-injection",
    severity="high",
    languages=(WEB | C) - {"html", "vue"},
    promise="Follows a value into the filter or the name of an LDAP search, bind or look-up.",
    why=("With `*` or `)(` in it the value changes what is searched for: others log on as anyone or read the whole directory."),
    quiet="Constants, escaped values, arguments handed over apart.",
    remedy=("Escape the value for a filter (`escape_filter_chars`, `encodeForLDAP`, `ldap.EscapeFilter`), or hand it over as an argument."),
    cause="`{sink}` searches a directory with `{source}` pasted into the query.",
    since="0.2",
    maturity="stable",
    cwe="CWE-90",
    see=_see,
    fires=(
        Example(
            "python",
            (
                "import ldap\n\ndef find(connection, name):\n"
                '    return connection.search_s("dc=example,dc=org", ldap.SCOPE_SUBTREE, "(uid=" + name + ")")\n'
            ),
            line=4,
        ),
        Example(
            "java",
            (
                "class A {\n  Object find(DirContext ctx, String name) throws Exception {\n"
                '    return ctx.search("dc=example,dc=org", "(uid=" + name + ")", new SearchControls());\n  }\n}\n'
            ),
            line=3,
        ),
        Example(
            "csharp",
            (
                "class A {\n  object Find(DirectorySearcher searcher, string name) {\n"
                '    searcher.Filter = "(samAccountName=" + name + ")";\n    return searcher.FindOne();\n  }\n}\n'
            ),
            line=3,
        ),
        Example(
            "php",
            ('<?php\nfunction find($ldap) {\n  return ldap_search($ldap, "dc=example,dc=org", "(uid=" . $_GET["name"] . ")");\n}\n'),
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            (
                "import ldap\nfrom ldap.filter import escape_filter_chars\n\ndef find(connection, name):\n"
                '    return connection.search_s("dc=example,dc=org", ldap.SCOPE_SUBTREE, "(uid=" + escape_filter_chars(name) + ")")\n'
            ),
        ),
        Example(
            "java",
            (
                "class A {\n  Object find(DirContext ctx, String name) throws Exception {\n"
                '    return ctx.search("dc=example,dc=org", "(uid={0})", new Object[] { name }, new SearchControls());\n'
                "  }\n}\n"
            ),
        ),
        Example("python", 'def find(index, name):\n    return index.search("name=" + name)\n'),
    ),
)
