"""Where text becomes a query, an expression, a template or a name, by kind of interpreter.

Keys are last names or dotted ends of paths (`=name` is the whole path); values say which argument matters (-1: any, -2: the receiver).
"""

NOSQL = {
    "find": 0, "findOne": 0, "findOneAndUpdate": 0, "findOneAndDelete": 0, "findOneAndRemove": 0, "findOneAndReplace": 0,
    "updateOne": 0, "updateMany": 0, "deleteOne": 0, "deleteMany": 0, "remove": 0, "countDocuments": 0, "aggregate": 0, "where": 0,
    "$where": 0, "mapReduce": 0, "find_one": 0, "find_one_and_update": 0, "update_one": 0, "update_many": 0, "delete_one": 0,
    "delete_many": 0, "count_documents": 0, "replaceOne": 0, "distinct": 1, "BasicDBObject.parse": 0, "Document.parse": 0,
    "BasicQuery": 0, "Filters.where": 0, "group": 0, "query": 0, "scan": 0, "executeQuery": 0, "InsertOne": 1, "Find": 1, "FindOne": 1,
    "UpdateOne": 1, "DeleteOne": 1, "BsonDocument.Parse": 0, "eval": 0, "put": 1, "append": 1, "collection.find": 0, "command": 0,
}  # fmt: skip
"""Document stores. Only objects, code and unchecked text count (see the signal)."""

TEMPLATES = {
    "render_template_string": 0, "from_string": 0, "jinja2.Template": 0, "Environment.from_string": 0, "=Template": 0,
    "mako.template.Template": 0, "tornado.template.Template": 0, "Handlebars.compile": 0, "handlebars.compile": 0, "hbs.compile": 0,
    "ejs.render": 0, "ejs.compile": 0, "pug.compile": 0, "pug.render": 0, "jade.compile": 0, "jade.render": 0,
    "nunjucks.renderString": 0, "env.renderString": 0, "renderString": 0, "_.template": 0, "lodash.template": 0, "doT.template": 0,
    "dot.compile": 0, "Mustache.render": 0, "mustache.render": 0, "Velocity.evaluate": 3, "velocityEngine.evaluate": 3,
    "VelocityEngine.evaluate": 3, "engine.evaluate": 3, "RuntimeSingleton.parse": 0, "putTemplate": 1, "createTemplate": 0,
    "ERB.new": 0, "Erubi.new": 0, "Erubis.Eruby.new": 0, "Slim.Template.new": -1, "Haml.Engine.new": 0, "Liquid.Template.parse": 0,
    "Tilt.new": -1, "Razor.Parse": 0, "Engine.Razor.RunCompile": 0, "RunCompile": 0, "Razor.Compile": 0, "getLiteralTemplate": 0,
    "compileInline": 0, "StringTemplateSource": 1, "template.Must": 0, "Template.parse": 0, "Twig.createTemplate": 0, "fetch_string": 0,
    "getTemplate": 0, "template_string": 0, "=template": 0, "parser.parse": 0, "Parse": 0, "Render.template": 0, "jinjava.render": 0,
    "loadTemplate": 0, "render": 0, "process": 0, "dust.renderSource": 0, "hogan.compile": 0, "Hogan.compile": 0, "twig": 0,
    "Twig.twig": 0, "eta.renderString": 0, "Eta.render": 0, "Sqrl.render": 0, "squirrelly.render": 0, "whiskers.render": 0,
    "Environment.fromString": 0, "render_str": 0,
}  # fmt: skip
"""The text of a template. Bare or short names count with more company (see the signal)."""

LDAP = {
    "search_s": 2, "search": -1, "search_ext": 2, "search_ext_s": 2, "search_st": 2, "searchRequest": -1, "ldap_search": -1,
    "ldap_list": -1, "ldap_read": -1, "NewSearchRequest": 6, "DirectorySearcher": -1, "SearchRequest": -1, "ldapTemplate.search": -1,
    "ldapTemplate.find": -1, "LdapQueryBuilder.filter": 0, "filter": 0, "lookup": 0, "searchForObject": -1, "authenticate": -1,
    "DirectoryEntry": 0, "Filter.construct": 0, "ldap_search_s": 3, "ldap_search_ext_s": 3,
    "ldap_search_ext": 3, "ldap_search_sA": 3, "bind": 0, "bind_s": 0, "simple_bind_s": 0, "searchAsync": -1, "Filter.create": 0,
    "extend": 0,
}  # fmt: skip

XPATH = {
    "xpath": 0, "evaluate": 0, "compile": 0, "selectNodes": 0, "selectSingleNode": 0, "SelectNodes": 0, "SelectSingleNode": 0,
    "XPathSelectElement": 0, "XPathSelectElements": 0, "XPathEvaluate": 0, "Select": 0, "XPathExpression.Compile": 0, "query": 0,
    "select": 0, "select1": 0, "find": 0, "findall": 0, "iterfind": 0, "ETXPath": 0, "etree.XPath": 0, "xmlXPathEval": 0,
    "xmlXPathEvalExpression": 0, "xmlXPathCompile": 0, "at_xpath": 0, "Compile": 0, "XPath.first": 1, "XPath.each": 1, "XPath.match": 1,
    "findtext": 0, "xmlquery.Find": 1, "xmlquery.FindOne": 1, "xpath.Compile": 0, "xpath.MustCompile": 0, "htmlquery.Find": 1,
    "xquery": 0, "prepareExpression": 0, "executeQuery": 0, "parse": 1, "selectObject": 0, "createXPath": 0, "MatchesXPath": 0,
    "setXPath": 0, "JXPathContext.getValue": 0, "getPointer": 0,
}  # fmt: skip

HEADERS = {
    "setHeader": -1, "addHeader": -1, "response.addHeader": -1, "res.set": -1, "res.header": -1, "res.append": -1, "res.writeHead": -1,
    "writeHead": -1, "=header": 0, "AppendHeader": -1, "AddHeader": -1, "Headers.Add": -1, "Headers.Append": -1, "set_header": -1,
    "add_header": -1, "putHeader": -1, "reply.header": -1, "ctx.set": -1, "send_header": -1, "http.ResponseWriter.Header": -1,
    "addCookie": 0, "Headers.Set": -1, "=mail": 3, "mb_send_mail": 3, "setStatus": 1,
}  # fmt: skip

LOGS = {
    "debug", "info", "warn", "warning", "error", "critical", "fatal", "trace", "log", "exception", "severe", "fine", "finer", "finest",
    "config", "Debug", "Info", "Warn", "Warning", "Error", "Fatal", "Trace", "LogInformation", "LogWarning", "LogError", "LogDebug",
    "LogCritical", "LogTrace", "Print", "Printf", "Println", "Infof", "Warnf", "Errorf", "Debugf", "Fatalf", "error_log", "syslog",
    "logp", "atInfo", "Log", "WriteEntry", "Information", "notice", "msg", "Infow", "Errorw", "Fatalln", "Panicf",
}  # fmt: skip
"""Last names of calls that write a line of a log."""

LOGGERS = frozenset({
    "log", "logger", "logging", "_logger", "LOG", "LOGGER", "Log", "Logger", "console", "winston", "pino", "bunyan", "slog", "zap",
    "logrus", "syslog", "app.logger", "current_app", "_log", "Rails", "glog", "klog", "sugar", "Timber", "NSLog", "EventLog", "loguru",
    "structlog", "log4js", "audit", "auditLogger", "mLogger", "s_logger", "Serilog", "monolog",
})  # fmt: skip
"""What such calls are made on."""

EXPRESSIONS = {
    "parseExpression": 0, "parseRaw": 0, "Ognl.getValue": 0, "Ognl.setValue": 0, "Ognl.parseExpression": 0, "OgnlUtil.getValue": 0,
    "ognlUtil.getValue": 0, "MVEL.eval": 0, "MVEL.executeExpression": 0, "MVEL.compileExpression": 0, "createValueExpression": 1,
    "createMethodExpression": 1, "evaluateExpression": -1, "JexlEngine.createExpression": 0, "createExpression": 0, "createScript": 0,
    "jexl.createExpression": 0, "ELProcessor.eval": 0, "elProcessor.eval": 0, "processor.eval": 0, "ScriptEngine.eval": 0,
    "scriptEngine.eval": 0, "engine.eval": 0, "nashorn.eval": 0, "GroovyShell.evaluate": 0, "shell.evaluate": 0,
    "groovyShell.evaluate": 0, "GroovyClassLoader.parseClass": 0, "parseClass": 0, "shell.parse": 0, "Eval.me": 0, "Eval.x": -1,
    "TemplateParser.parse": -1, "translateVariables": -1, "AviatorEvaluator.execute": 0, "ExpressRunner.execute": 0,
    "buildConstraintViolationWithTemplate": 0, "getValueExpression": 0, "compileScript": 0, "findValue": 0, "evaluateString": 1,
    "jshell.eval": 0, "callMethod": -1, "interpreter.eval": 0, "CSharpScript.EvaluateAsync": 0, "CSharpScript.RunAsync": 0,
    "CSharpScript.Create": 0, "DynamicExpressionParser.ParseLambda": -1, "ParseLambda": -1, "DataTable.Compute": 0, "Compute": 0,
    "CompileAssemblyFromSource": -1, "ExpressionLanguage.evaluate": 0, "expressionLanguage.evaluate": 0, "angular.$eval": 0, "$eval": 0,
    "$parse": 0, "$interpolate": 0, "$compile": 0, "numexpr.evaluate": 0, "simple_eval": 0, "DataFrame.eval": 0, "df.query": 0,
}  # fmt: skip

REFLECTION = {
    "Class.forName": 0, "loadClass": 0, "forName": 0, "getMethod": 0, "getDeclaredMethod": 0, "Type.GetType": 0, "GetType": 0,
    "Activator.CreateInstance": -1, "Assembly.Load": 0, "Assembly.LoadFrom": 0, "Assembly.LoadFile": 0, "GetMethod": 0,
    "InvokeMember": 0, "importlib.import_module": 0, "import_module": 0, "__import__": 0, "getattr": 1, "globals": 0, "constantize": -2,
    "safe_constantize": -2, "const_get": 0, "send": 0, "public_send": 0, "__send__": 0, "instance_variable_get": 0, "class_eval": 0,
    "=require": 0, "=import": 0, "require.resolve": 0, "call_user_func": 0, "call_user_func_array": 0, "ReflectionClass": 0,
    "ReflectionMethod": 0, "newInstanceArgs": 0, "array_map": 0, "array_filter": 1, "usort": 1, "System.loadLibrary": 0,
    "System.load": 0, "dlopen": 0, "plugin.Open": 0, "MethodByName": 0, "LoadLibrary": 0, "LoadLibraryA": 0, "LoadLibraryW": 0,
    "LoadLibraryEx": 0, "NativeLibrary.Load": 0, "library": 0, "method": 0, "instance_method": 0, "try": 0,
    "register_shutdown_function": 0,
}  # fmt: skip

PATTERNS = {
    "re.compile": 0, "re.match": 0, "re.search": 0, "re.findall": 0, "re.fullmatch": 0, "re.sub": 0, "re.split": 0, "re.finditer": 0,
    "re.subn": 0, "RegExp": 0, "match": 0, "matchAll": 0, "search": 0, "Pattern.compile": 0, "Pattern.matches": 0, "matches": 0,
    "replaceAll": 0, "replaceFirst": 0, "Regex": 0, "Regex.IsMatch": 1, "Regex.Match": 1, "Regex.Replace": 1, "Regex.Split": 1,
    "Regex.Matches": 1, "regexp.Compile": 0, "regexp.MustCompile": 0, "regexp.MatchString": 0, "Regexp.new": 0, "Regexp.compile": 0,
    "preg_match": 0, "preg_match_all": 0, "preg_replace": 0, "preg_split": 0, "preg_grep": 0, "mb_ereg": 0, "Regex.new": 0,
    "regcomp": 1, "std.regex": 0, "toRegex": -2, "regex.compile": 0,
}  # fmt: skip
