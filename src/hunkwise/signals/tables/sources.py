"""Where values that an attacker chooses come in. `req.query` meets every path with these parts in a row, such as `this.req.query.id`."""

import re

REQUEST = frozenset({
    # Python: Flask, Django, Starlette, aiohttp, Tornado, Bottle
    "request.args", "request.form", "request.values", "request.json", "request.get_json", "request.data", "request.files",
    "request.cookies", "request.headers", "request.query_string", "request.url", "request.path", "request.full_path",
    "request.GET", "request.POST", "request.META", "request.COOKIES", "request.FILES", "request.body", "request.query_params",
    "request.match_info", "request.rel_url", "request.query", "request.params", "request.path_params", "self.get_argument",
    "self.get_arguments", "self.get_query_argument", "self.get_body_argument", "request.forms", "request.stream", "request.view_args",
    # JavaScript: Express, Koa, Hapi, Fastify, browsers
    "req.query", "req.body", "req.params", "req.headers", "req.cookies", "req.url", "req.originalUrl", "req.path", "req.param",
    "req.get", "req.header", "req.files", "req.file", "req.hostname", "ctx.query", "ctx.params", "ctx.request", "request.payload",
    "ctx.querystring",
    "location.hash", "location.search", "location.href", "location.pathname", "document.URL", "document.documentURI", "document.referrer",
    "document.cookie", "window.name", "event.queryStringParameters", "event.pathParameters", "searchParams.get", "URLSearchParams",
    # PHP
    "_GET", "_POST", "_REQUEST", "_COOKIE", "_FILES", "_SERVER", "HTTP_RAW_POST_DATA", "request.input", "request.query.get",
    "request.request.get",
    # Java, Kotlin: servlets, Spring, JAX-RS
    "request.getParameter", "request.getParameterValues", "request.getParameterMap", "request.getHeader", "request.getHeaders",
    "request.getQueryString", "request.getCookies", "request.getInputStream", "request.getReader", "request.getPart",
    "request.getRequestURI",
    "request.getPathInfo", "request.getRequestURL", "req.getParameter", "req.getHeader", "req.getQueryString", "req.getCookies",
    "req.getInputStream",
    "req.getReader", "getParameter", "getQueryString", "getHeader",
    # Go: net/http, gin, echo, chi, gorilla
    "r.URL", "r.Form", "r.PostForm", "r.FormValue", "r.PostFormValue", "r.Header", "r.Body", "r.Cookie", "req.URL", "req.FormValue",
    "req.Form", "req.PostForm", "req.Header", "req.Body", "r.Host", "r.PathValue", "request.URL", "request.FormValue", "mux.Vars",
    "chi.URLParam", "c.Query",
    "c.Param", "c.PostForm", "c.DefaultQuery", "c.QueryParam", "c.FormValue", "c.GetHeader", "c.Params", "ctx.Query", "ctx.Param",
    "ctx.FormValue", "ctx.QueryParam",
    # Ruby: Rails, Sinatra
    "params", "request.env", "cookies", "request.referer", "request.parameters",
    # C#: ASP.NET
    "Request.Query", "Request.QueryString", "Request.Form", "Request.Params", "Request.Headers", "Request.Cookies", "Request.Body",
    "Request.Path", "Request.RawUrl", "Request.Url", "Request.Files", "Request.InputStream", "HttpContext.Request", "Request.RouteValues",
    # Perl
    "cgi.param", "q.param", "ENV.QUERY_STRING",
    # Rust: actix, axum, warp
    "req.query_string", "req.match_info", "web.Query", "web.Path",
})  # fmt: skip
"""Values from a request: of a server, or of the page's own address in a browser."""

LOCAL = frozenset({
    "sys.argv", "sys.stdin", "input", "raw_input", "os.environ", "os.getenv", "process.argv", "process.env", "process.stdin", "argv",
    "_ARGV",
    "ARGV", "STDIN", "gets", "getenv", "os.Args", "os.Getenv", "flag.Arg", "env.args", "env.var", "args", "System.getenv", "System.in",
    "Console.ReadLine", "Environment.GetEnvironmentVariable", "event.data", "message.data", "recv", "fgets", "scanf", "fscanf",
    "read_line",
    "socket.recv", "conn.recv", "sock.recv", "nextLine", "readLine", "readline", "scanner.nextLine",
})  # fmt: skip
"""Values from the command line, the environment, another process or another window."""

AMBIGUOUS = frozenset({"params", "cookies"})
"""Names of `REQUEST` that are also common names of variables."""

ROUTE = re.compile(
    r"(?:\w+\.)*(?:route|get|post|put|delete|patch|websocket)\(\s*[bru]?['\"]|(?:Get|Post|Put|Delete|Patch|Request)Mapping\b"
    r"|Http(?:Get|Post|Put|Delete|Patch)\b|(?:GET|POST|PUT|DELETE|Path|Query|Mutation|WebMethod|Route)\b|(?:tool|mcp\.tool|server\.tool)\b"
)
"""Attributes of a function whose parameters a request fills."""

NOT_ROUTED = frozenset({
    "self", "cls", "request", "req", "response", "res", "resp", "session", "db", "model", "principal", "auth", "authentication", "user",
    "current_user", "ctx", "context", "cancellationToken", "bindingResult", "redirectAttributes", "logger", "httpRequest", "httpResponse",
    "servletRequest", "servletResponse", "service", "repository", "pageable", "ct", "token", "settings", "info",
})  # fmt: skip
"""Parameters of such a function that the framework fills."""
