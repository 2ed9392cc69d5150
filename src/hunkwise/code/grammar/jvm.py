"""Java."""

from hunkwise.code.grammar import table as t

JAVA = t.Table(
    rules={
        "identifier": t.NAME,
        **t.each(t.SELF, "this super"),
        **t.each(t.SELF, "scoped_type_identifier type_identifier generic_type"),
        "scoped_identifier": t.PATH,
        "field_access": t.member("object", "field"),
        "array_access": t.index("array", "index"),
        "method_invocation": t.method("object", "name", "arguments"),
        "object_creation_expression": t.call("type", "arguments"),
        "explicit_constructor_invocation": t.call("constructor", "arguments"),
        "method_reference": t.PATH,
        "assignment_expression": t.assign("left", "right"),
        "variable_declarator": t.assign("name", "value", ""),
        "resource": t.assign("name", "value", "", "as"),
        "update_expression": t.update("#0"),
        "binary_expression": t.binary(),
        "instanceof_expression": t.binary("left", "@'instanceof'", "right pattern"),
        "ternary_expression": t.ternary("condition"),
        "if_statement": t.branch("condition", "consequence"),
        "switch_expression": t.branch("condition", "body"),
        "while_statement": t.loop("condition"),
        "do_statement": t.loop("condition"),
        "for_statement": t.loop("condition"),
        "enhanced_for_statement": t.each_in("name", "value"),
        "catch_clause": t.catch("@catch_formal_parameter"),
        "assert_statement": t.check("#0"),
        "parenthesized_expression": t.WRAP,
        "cast_expression": t.wrap("value"),
        "expression_statement": t.STATEMENT,
        "string_literal": t.STRING,
        "element_value_pair": t.keyword("key", "value"),
        "line_comment": t.COMMENT,
        "block_comment": t.COMMENT,
        "method_declaration": t.function(),
        "constructor_declaration": t.function(),
        "compact_constructor_declaration": t.function("name", ""),
        "lambda_expression": t.function(""),
        "class_declaration": t.klass(),
        "interface_declaration": t.klass(),
        "enum_declaration": t.klass(),
        "record_declaration": t.klass(),
        "annotation_type_declaration": t.klass(),
        "import_declaration": t.bring("@scoped_identifier|identifier", "asterisk"),
        "return_statement": t.leave(),
        "throw_statement": t.leave(),
        "break_statement": t.leave(),
        "continue_statement": t.leave(),
        "yield_statement": t.leave(),
        **t.each(
            t.CONSTANT,
            "decimal_integer_literal hex_integer_literal octal_integer_literal binary_integer_literal decimal_floating_point_literal "
            "true false null_literal character_literal class_literal",
        ),
    },
    skip=t.words("name field key"),
    leaves=t.words("return_statement throw_statement break_statement continue_statement yield_statement"),
    blocks=t.words("block constructor_body"),
    stops=t.words("System.exit Runtime.getRuntime.halt"),
    asserts=t.words(
        "Assert.notNull Objects.requireNonNull requireNonNull Preconditions.checkArgument Preconditions.checkState "
        "Preconditions.checkNotNull checkArgument checkState checkNotNull Assert.isTrue Validate.isTrue"
    ),
    attributes=t.words("annotation marker_annotation"),
    words=frozenset(
        {"modifiers"}
        | {f"'{word}'" for word in ["public", "private", "protected", "static", "final", "abstract", "native", "synchronized", "default"]}
    ),
    wrappers=(("class _{void _(){", "}}"), ("class _{", "}")),
)
