"""Languages that describe rather than do: SQL, Dockerfile, Terraform, YAML."""

from hunkwise.code.grammar import table as t

SQL = t.Table(
    rules={
        "field": t.PATH,
        "object_reference": t.SELF,
        "invocation": t.call("@object_reference", "."),
        "term": t.wrap("value"),
        "assignment": t.assign("left", "right", ""),
        "binary_expression": t.binary(),
        "where": t.branch("predicate", ""),
        "literal": t.LITERAL,
        "parenthesized_expression": t.WRAP,
        **t.each(t.COMMENT, "comment marginalia"),
        "create_function": t.function("@object_reference", "@function_arguments", "@function_body"),
    },
    skip=t.words("name"),
    blocks=frozenset(),
    arguments=t.words("term"),
    concat=t.words("||"),
)

DOCKERFILE = t.Table(
    rules={
        **t.each(
            t.command("", "."),
            "from_instruction copy_instruction add_instruction user_instruction cmd_instruction entrypoint_instruction "
            "expose_instruction volume_instruction workdir_instruction shell_instruction healthcheck_instruction",
        ),
        "run_instruction": t.Rule("run", ("", "@shell_command", "")),
        "arg_instruction": t.assign("name", "default", ""),
        "env_pair": t.assign("name", "value", ""),
        "variable": t.NAME,
        **t.each(t.CONSTANT, "image_spec path image_name shell_command image_alias param"),
        **t.each(t.STRING, "double_quoted_string json_string single_quoted_string"),
        "unquoted_string": t.LITERAL,
        "comment": t.COMMENT,
    },
    skip=frozenset(),
    blocks=frozenset(),
    marks=("$",),
    holes=t.words("expansion"),
)

HCL = t.Table(
    rules={
        "expression": t.CHAIN,
        "identifier": t.NAME,
        "attribute": t.assign("#0", "#1", ""),
        "function_call": t.call("#0", "@function_arguments"),
        "conditional": t.ternary("#0"),
        "block": t.klass(".", "@body"),
        "template_expr": t.WRAP,
        "literal_value": t.WRAP,
        "binary_operation": t.WRAP,
        **t.each(t.STRING, "quoted_template string_lit heredoc_template"),
        **t.each(t.CONSTANT, "numeric_lit bool_lit null_lit"),
        "comment": t.COMMENT,
    },
    skip=frozenset(),
    blocks=frozenset(),
    marks=("${", "%{"),
    holes=t.words("template_interpolation template_directive"),
)

_ENTRIES = "block_mapping_pair flow_pair"
_YAML_RULES: dict[str, t.Rule] = {
    **t.each(t.STRING, "double_quote_scalar single_quote_scalar block_scalar"),
    "comment": t.COMMENT,
}

YAML = t.Table(rules=_YAML_RULES | t.each(t.entry(), _ENTRIES), skip=frozenset(), blocks=frozenset())
WORKFLOW = t.Table(rules=_YAML_RULES | t.each(t.entry("workflow"), _ENTRIES), skip=frozenset(), blocks=frozenset())

HTML = t.Table(
    rules={
        "script_element": t.Rule("script", ("@start_tag", "@raw_text")),
        "attribute": t.Rule("markup", ("@attribute_name", "@quoted_attribute_value,attribute_value")),
        "quoted_attribute_value": t.STRING,
        "comment": t.COMMENT,
    },
    skip=frozenset(),
    blocks=frozenset(),
)
