"""What the node types of each grammar mean: a table a language.

A new language is a table and a line here; the walk itself knows no language.
"""

from hunkwise.code.grammar import csharp, data, go, jvm, native, php, python, ruby, rust, script, solidity, web
from hunkwise.code.grammar.table import Table

TABLES: dict[str, Table] = {
    "c": native.C,
    "cpp": native.CPP,
    "csharp": csharp.TABLE,
    "dockerfile": data.DOCKERFILE,
    "go": go.TABLE,
    "hcl": data.HCL,
    "html": data.HTML,
    "java": jvm.JAVA,
    "javascript": web.JAVASCRIPT,
    "kotlin": jvm.KOTLIN,
    "perl": script.PERL,
    "php": php.TABLE,
    "powershell": script.POWERSHELL,
    "python": python.TABLE,
    "ruby": ruby.TABLE,
    "rust": rust.TABLE,
    "shell": script.SHELL,
    "solidity": solidity.TABLE,
    "sql": data.SQL,
    "tsx": web.TSX,
    "typescript": web.TYPESCRIPT,
    "vue": data.HTML,
    "workflow": data.WORKFLOW,
    "yaml": data.YAML,
}
