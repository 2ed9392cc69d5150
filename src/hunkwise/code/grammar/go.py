"""Go."""

from hunkwise.code.grammar import table as t

TABLE = t.Table(
    rules={
        "identifier": t.NAME,
        "selector_expression": t.member("operand", "field"),
        "index_expression": t.index("operand", "index"),
        "slice_expression": t.index("operand", "start"),
        "unary_expression": t.deref("operand"),
        "call_expression": t.call("function", "arguments"),
        "type_conversion_expression": t.call("type", "operand"),
        **t.each(t.SELF, "slice_type generic_type qualified_type map_type array_type channel_type"),
        **t.each(t.STATEMENT, "defer_statement go_statement"),
        "short_var_declaration": t.assign("left", "right", "", ":="),
        "assignment_statement": t.assign("left", "right"),
        "var_spec": t.assign("name", "value", ""),
        "const_spec": t.assign("name", "value", ""),
        "inc_statement": t.update("#0"),
        "dec_statement": t.update("#0"),
        "keyed_element": t.pair("key", "value"),
        "literal_element": t.WRAP,
        "binary_expression": t.binary(),
        "if_statement": t.branch("condition", "consequence"),
        "expression_switch_statement": t.branch("value", ""),
        "for_statement": t.loop(
            "@for_clause/condition @binary_expression,unary_expression,identifier,call_expression,selector_expression", each="@range_clause"
        ),
        "range_clause": t.each_in("left", "right", ""),
        "parenthesized_expression": t.WRAP,
        "variadic_argument": t.WRAP,
        "type_assertion_expression": t.wrap("operand"),
        "expression_list": t.wrap("#only"),
        "expression_statement": t.STATEMENT,
        "interpreted_string_literal": t.STRING,
        "raw_string_literal": t.STRING,
        "comment": t.COMMENT,
        "function_declaration": t.function(),
        "method_declaration": t.function("name", "parameters", "body", "receiver"),
        "func_literal": t.function(""),
        "type_spec": t.klass("name", "type"),
        "import_spec": t.bring("path"),
        "return_statement": t.leave(),
        "break_statement": t.leave(),
        "continue_statement": t.leave(),
        "goto_statement": t.leave(),
        "fallthrough_statement": t.leave(),
        **t.each(t.CONSTANT, "int_literal float_literal imaginary_literal rune_literal true false nil iota"),
    },
    skip=t.words("name label"),
    blocks=t.words("block statement_list labeled_statement"),
    leaves=t.words("return_statement break_statement continue_statement goto_statement"),
    stops=t.words(
        "panic os.Exit log.Fatal log.Fatalf log.Fatalln log.Panic log.Panicf t.Fatal t.Fatalf t.FailNow "
        "klog.Fatalf runtime.Goexit b.Fatal b.Fatalf"
    ),
    exits=t.words("panic"),
    asserts=t.words("require.NoError require.True require.NotNil"),
    words=frozenset(),
)
