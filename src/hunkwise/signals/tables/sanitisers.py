"""Calls that make a value harmless for a class of sink."""

NUMBERS = frozenset({
    "int", "float", "Number", "parseInt", "parseFloat", "intval", "floatval", "Integer.parseInt", "Integer.valueOf", "Long.parseLong",
    "Long.valueOf", "strconv.Atoi",
    "strconv.ParseInt", "strconv.ParseUint", "to_i", "to_f", "int.Parse", "Convert.ToInt32", "Int32.Parse", "int.TryParse", "atoi",
    "strtol", "strtoul", "absint",
    "UUID", "uuid.UUID", "UUID.fromString", "ObjectId", "bool", "len", "ord", "Guid.Parse", "hexdigest", "isdigit", "count",
})  # fmt: skip
"""Turn text into something that can't carry any syntax."""

SQL = NUMBERS | frozenset({
    "escape", "mysqli_real_escape_string", "mysql_real_escape_string", "real_escape_string", "pg_escape_string", "pg_escape_literal",
    "pg_escape_identifier", "quote",
    "quote_ident", "quote_identifier", "quoteIdentifier", "escape_string", "escapeId", "sanitize_sql", "sanitize_sql_array",
    "sanitize_sql_like", "esc_sql", "sql.Identifier",
    "Identifier", "sql.Literal", "quote_name", "quote_table_name", "quote_column_name", "literal_column", "connection.quote", "mogrify",
    "adapt", "SqlParameter",
    "quotename", "PQescapeLiteral", "sqlite3_mprintf", "addslashes", "pq.QuoteIdentifier", "pq.QuoteLiteral", "sanitize_identifier",
    "escape_identifier", "mysql.escape",
    "PDO.quote", "intval", "prepare",
})  # fmt: skip

SHELL = NUMBERS | frozenset({
    "shlex.quote", "pipes.quote", "quote", "shell_quote", "escapeshellarg", "escapeshellcmd", "Shellwords.escape", "shellescape",
    "shellwords", "shellQuote", "shlex.join", "g_shell_quote",
    "list2cmdline", "shellEscape", "quoteArg", "escapeArg", "shlex.split",
})  # fmt: skip

HTML = NUMBERS | frozenset({
    "escape", "html.escape", "cgi.escape", "markupsafe.escape", "Markup.escape", "conditional_escape", "escape_html", "escapeHtml",
    "escapeHTML", "htmlspecialchars", "htmlentities",
    "strip_tags", "esc_html", "esc_attr", "esc_url", "esc_js", "wp_kses", "wp_kses_post", "sanitize_text_field", "DOMPurify.sanitize",
    "sanitize", "sanitizeHtml", "sanitizeHTML",
    "purify", "bleach.clean", "clean", "nh3.clean", "html_escape", "ERB.Util.html_escape", "h", "CGI.escapeHTML", "encodeForHTML",
    "encodeForHtml", "ESAPI.encoder", "HtmlUtils.htmlEscape",
    "StringEscapeUtils.escapeHtml", "StringEscapeUtils.escapeHtml4", "Encode.forHtml", "Encode.forHtmlAttribute", "HtmlEncode",
    "HttpUtility.HtmlEncode", "WebUtility.HtmlEncode",
    "template.HTMLEscapeString", "html.EscapeString", "HTMLEscapeString", "JSON.stringify", "encodeURIComponent", "encodeURI",
    "_.escape", "lodash.escape", "he.encode", "format_html",
    "escapejs", "force_escape", "urlencode", "xss", "filterXSS", "cleanHTML", "sanitize_html", "json_encode", "clean_html", "quoteattr",
    "xml_escape", "bbcode_escape", "htmlEscape",
    "escapeAttr", "escape_attr", "encode_entities", "HTML.Entities.encode", "htmlize", "html_quote", "createTextNode", "render_to_string",
    "g_markup_escape_text", "g_markup_printf_escaped", "html_escape_string", "escape_markup",
})  # fmt: skip

PATH = frozenset({
    "secure_filename", "basename", "os.path.basename", "path.basename", "filepath.Base", "getName", "Path.GetFileName", "GetFileName",
    "safe_join", "send_from_directory", "realpath",
    "os.path.realpath", "is_relative_to", "relative_to", "resolve", "commonpath", "commonprefix", "os.path.commonpath", "filepath.Clean",
    "filepath.Rel", "filepath.IsLocal", "startswith",
    "startsWith", "StartsWith", "HasPrefix", "start_with?", "strpos", "str_starts_with", "getCanonicalPath", "normalize",
    "sanitize_filename", "sanitizeFilename", "sanitize_file_name",
    "os.path.abspath", "abspath", "File.basename", "FilenameUtils.getName", "path.normalize", "toRealPath", "GetFullPath",
    "securejoin.SecureJoin", "SecureJoin", "canonicalize", "uuid4",
    "validate_path", "validate_file", "is_safe_path", "hexdigest", "get_valid_filename", "slugify", "normpath", "os.path.normpath",
    "NamedTemporaryFile", "mkstemp", "mkdtemp", "tempfile",
}) | (NUMBERS - {"len", "count"})  # fmt: skip

URL = frozenset({
    "url_has_allowed_host_and_scheme", "is_safe_url", "url_for", "reverse", "urlparse", "urlsplit", "validate_url", "is_valid_url",
    "isURL", "validator.isURL", "wp_validate_redirect",
    "wp_safe_redirect", "wp_sanitize_redirect", "IsLocalUrl", "Url.IsLocalUrl", "Url.Action", "url_from", "url_is_safe", "isSafeUrl",
    "encodeURIComponent", "quote", "urlencode", "startswith",
    "startsWith", "HasPrefix", "StartsWith", "url.Parse", "URL", "get_absolute_url", "build_absolute_uri", "escape", "resolve_url",
    "router.resolve", "is_private", "ip_address", "getaddrinfo",
}) | NUMBERS  # fmt: skip

ALL = SQL | SHELL | HTML | PATH | URL
