"""The part of GraphQL that the fake answers is a part of GitHub's."""

from typing import Any

import pytest

from rig.contract import graphql_types
from rig.graphql import SCHEMA
from rig.packages import Unavailable

graphql = pytest.importorskip("graphql", reason="graphql-core isn't installed (extra `dev`)")


def members(document: Any) -> dict[str, dict[str, tuple[str, frozenset[str]]]]:
    """By type: each field, input or value, with its type and, of fields, the arguments with theirs."""
    made = {}
    for definition in document.definitions:
        rows = getattr(definition, "fields", None) or getattr(definition, "values", ())
        made[definition.name.value] = {
            row.name.value: (
                graphql.print_ast(row.type) if hasattr(row, "type") else "",
                frozenset(f"{one.name.value}: {graphql.print_ast(one.type)}" for one in getattr(row, "arguments", None) or ()),
            )
            for row in rows
        }
    return made


def test_the_fake_knows_nothing_that_github_does_not() -> None:
    """Every field, argument and value has GitHub's type; so a query that the fake takes is one that GitHub takes."""
    ours = members(graphql.parse(SCHEMA))
    try:
        theirs = members(graphql.parse(graphql_types(tuple(ours))))
    except Unavailable as error:
        pytest.skip(str(error))
    assert set(ours) == set(theirs)
    for name, rows in ours.items():
        for field, (kind, arguments) in rows.items():
            assert field in theirs[name], f"{name}.{field}"
            their_kind, their_arguments = theirs[name][field]
            assert kind == their_kind, f"{name}.{field}"
            assert arguments <= their_arguments, f"{name}.{field}"
            needed = {one for one in their_arguments if one.endswith("!")}
            assert needed <= arguments, f"{name}.{field}"
