"""What the node types of each grammar mean: a table a language.

A new language is a table and a line here; the walk itself knows no language.
"""

from hunkwise.code.grammar import go, jvm, native, php, python, solidity, web
from hunkwise.code.grammar.table import Table

TABLES: dict[str, Table] = {
    "c": native.C,
    "cpp": native.CPP,
    "go": go.TABLE,
    "java": jvm.JAVA,
    "javascript": web.JAVASCRIPT,
    "php": php.TABLE,
    "python": python.TABLE,
    "solidity": solidity.TABLE,
    "tsx": web.TSX,
    "typescript": web.TYPESCRIPT,
}
