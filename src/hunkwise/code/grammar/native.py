"""C and C++."""

from hunkwise.code.grammar import table as t

_PARAMETERS = "declarator/parameters declarator/declarator/parameters declarator/declarator/declarator/parameters"

_RULES: dict[str, t.Rule] = {
    "identifier": t.NAME,
    "field_expression": t.member("argument", "field"),
    "subscript_expression": t.index("argument", "index"),
    "pointer_expression": t.deref("argument"),
    "call_expression": t.call("function", "arguments"),
    "assignment_expression": t.assign("left", "right"),
    "init_declarator": t.assign("declarator", "value", ""),
    "initializer_pair": t.pair("designator", "value"),
    "pointer_declarator": t.wrap("declarator"),
    "array_declarator": t.wrap("declarator"),
    "parenthesized_declarator": t.WRAP,
    "function_declarator": t.wrap("declarator"),
    "update_expression": t.update("argument"),
    "binary_expression": t.binary(),
    "conditional_expression": t.ternary("condition"),
    "if_statement": t.branch("condition", "consequence"),
    "switch_statement": t.branch("condition", "body"),
    "while_statement": t.loop("condition"),
    "do_statement": t.loop("condition"),
    "for_statement": t.loop("condition"),
    "parenthesized_expression": t.WRAP,
    "cast_expression": t.wrap("value"),
    "expression_statement": t.STATEMENT,
    "comment": t.COMMENT,
    "function_definition": t.function(
        "declarator", "declarator/parameters declarator/declarator/parameters declarator/declarator/declarator/parameters"
    ),
    "preproc_function_def": t.function("name", "parameters", "value"),
    "struct_specifier": t.klass(),
    "union_specifier": t.klass(),
    "enum_specifier": t.klass(),
    "preproc_include": t.bring("path"),
    "preproc_def": t.assign("name", "value", "", "#define"),
    "return_statement": t.leave(),
    "break_statement": t.leave(),
    "continue_statement": t.leave(),
    "goto_statement": t.leave(),
    "concatenated_string": t.JOINED,
    "string_literal": t.STRING,
    **t.each(t.CONSTANT, "number_literal true false null char_literal preproc_arg"),
}

_STOPS = t.words(
    "exit _exit _Exit abort panic BUG longjmp die err errx __builtin_unreachable std.exit std.abort std.terminate usage croak ereport"
)
_ASSERTS = t.words(
    "assert ASSERT g_assert g_return_if_fail g_return_val_if_fail Assert BUG_ON WARN_ON DCHECK CHECK VERIFY "
    "av_assert0 av_assert1 av_assert2 OPENSSL_assert RETURN_IF_FALSE"
)
_LEAVES = t.words("return_statement break_statement continue_statement goto_statement")

C = t.Table(
    rules=_RULES,
    skip=t.words("name label"),
    blocks=t.words("compound_statement else_clause labeled_statement"),
    leaves=_LEAVES,
    stops=_STOPS,
    asserts=_ASSERTS,
    concat=frozenset(),
    words=t.words("storage_class_specifier type_qualifier"),
    attributes=t.words("attribute_specifier attribute_declaration"),
)

CPP = t.Table(
    rules=_RULES
    | {
        "this": t.SELF,
        "subscript_expression": t.index("argument", "indices"),
        "qualified_identifier": t.PATH,
        "template_function": t.PATH,
        "new_expression": t.call("type", "arguments"),
        "delete_expression": t.remove("#0"),
        "reference_declarator": t.WRAP,
        "for_range_loop": t.each_in("declarator", "right"),
        "catch_clause": t.catch("parameters"),
        "throw_statement": t.leave(),
        "co_return_statement": t.leave(),
        "class_specifier": t.klass(),
        "condition_clause": t.wrap("value"),
        "lambda_expression": t.function("", "declarator"),
        "raw_string_literal": t.STRING,
        "using_declaration": t.bring("#0"),
    },
    skip=t.words("name label"),
    blocks=C.blocks | {"else_clause"},
    leaves=_LEAVES | {"throw_statement", "co_return_statement"},
    stops=_STOPS,
    asserts=_ASSERTS,
    words=C.words | {"virtual_specifier", "access_specifier", "'virtual'", "virtual"},
    attributes=C.attributes,
    wrappers=("class _{",),
)
