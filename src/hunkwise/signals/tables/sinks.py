"""Where a value does harm,
by class and language. `CALLS` are last names or dotted ends of paths; values say which argument matters (-1: any)."""

SQL = frozenset({
    "execute", "executemany", "executescript", "execute_sql", "executeQuery", "executeUpdate", "executeLargeUpdate", "query", "raw",
    "rawQuery", "execSQL", "createQuery", "createNativeQuery", "createSQLQuery", "prepareStatement", "prepareCall", "queryForObject",
    "queryForList", "queryForMap", "queryForRowSet", "addBatch", "mysql_query", "mysqli_query", "mysqli_real_query",
    "mysqli_multi_query", "pg_query", "pg_send_query", "sqlite_query", "sqlite3_exec", "sqlite3_prepare", "sqlite3_prepare_v2",
    "PQexec", "mysql_real_query", "SPI_execute", "exec_query", "multi_query", "Query", "QueryRow", "QueryContext", "QueryRowContext",
    "Exec", "ExecContext", "Prepare", "Raw", "Where", "Select", "Order", "find_by_sql", "select_all", "select_rows", "select_value",
    "select_one", "exec_update", "exec_delete", "count_by_sql", "where", "order", "FromSqlRaw", "FromSql", "ExecuteSqlRaw",
    "ExecuteSqlCommand", "SqlCommand", "MySqlCommand", "NpgsqlCommand", "SqliteCommand", "SQLiteCommand", "OleDbCommand",
    "OracleCommand", "SqlDataAdapter", "SqlQuery", "ExecuteReader", "queryRawUnsafe", "executeRawUnsafe", "$queryRawUnsafe",
    "$executeRawUnsafe", "literal", "RawSQL", "extra", "text", "read_sql", "read_sql_query", "fetch", "fetchrow", "fetchval",
    "fetch_all", "fetch_one", "do", "prepare", "selectrow_array", "selectall_arrayref", "selectcol_arrayref", "sql_query",
    "get_results", "get_var", "get_row", "fetchAll", "fetchOne", "exec", "run", "all", "each", "execute_query", "run_query",
    "simple_query", "batch_execute", "db_query", "cr.execute", "mogrify", "execQuery", "executeSql", "multiQuery", "query_as",
    "query_scalar", "group", "having", "pluck", "joins", "from", "select", "delete_all", "update_all", "exists?", "reorder", "find_by",
    "calculate", "rewhere", "not", "ExecuteNonQuery", "ExecuteScalar", "ExecuteSqlInterpolated", "ExecuteSqlRawAsync", "QueryAsync",
    "ExecuteAsync", "QueryFirst", "QueryFirstOrDefault", "createStatement", "executeRaw", "SimpleStatement", "newQuery",
    "executeInsert", "unprepared", "executeSqlString", "executeBatch", "batchUpdate", "nativeQuery", "update", "Get", "MustExec",
    "Queryx", "NamedExec", "sqlx.query", "rawExec", "run_sql", "execute_batch", "query_row", "prepare_v2", "SQLExecDirect", "execSql",
})  # fmt: skip
"""Calls that hand text to a database. Only text that looks like SQL counts, so that the short names do no harm."""

SHELL = {
    # path end: argument that is a command line for a shell
    "os.system": 0, "os.popen": 0, "popen2.popen2": 0, "commands.getoutput": 0, "commands.getstatusoutput": 0,
    "subprocess.getoutput": 0, "subprocess.getstatusoutput": 0, "child_process.exec": 0, "child_process.execSync": 0, "cp.exec": 0,
    "cp.execSync": 0, "execSync": 0, "exec": 0, "shell_exec": 0, "passthru": 0, "proc_open": 0, "popen": 0, "system": 0,
    "pcntl_exec": 0, "_popen": 0, "_wsystem": 0, "wsystem": 0, "g_spawn_command_line_sync": 0, "g_spawn_command_line_async": 0,
    "Runtime.exec": 0, "getRuntime.exec": 0, "runtime.exec": 0, "rt.exec": 0, "Process.Start": -1, "asyncio.create_subprocess_shell": 0,
    "create_subprocess_shell": 0, "IO.popen": 0, "Kernel.system": 0, "Kernel.exec": 0, "Open3.capture2e": 0, "Open3.capture3": 0,
    "Open3.capture2": 0, "Open3.popen3": 0, "Invoke-Expression": 0, "iex": 0, "qx": 0, "shelljs.exec": 0, "shell.exec": 0,
    "os.execute": 0, "io.popen": 0, "execl": -1, "execlp": -1, "ShellExecute": -1, "WinExec": 0, "CreateProcess": -1, "exec_command": 0,
    "pexpect.spawn": 0, "pexpect.run": 0, "popen2.popen3": 0, "popen2.Popen3": 0, "commands.getstatus": 0, "IO.popen3": 0, "%x": 0,
    "`": 0, "Process.spawn": 0, "shell_command": 0, "Shell.run": 0, "wordexp": 0, "execlpe": -1, "popen3": 0, "execaCommand": 0,
    "execa.command": 0, "execaCommandSync": 0, "Open3.pipeline": 0, "ShellExecuteEx": 0,
}  # fmt: skip
PROGRAMS = {
    "exec.Command": 0, "exec.CommandContext": 1, "syscall.Exec": 0, "os.StartProcess": 0, "ProcessBuilder": 0, "ProcessStartInfo": -1,
    "Process.Start": -1, "spawn": 0, "spawnSync": 0, "execFile": 0, "execFileSync": 0, "cp.spawn": 0, "cp.fork": 0,
    "child_process.spawn": 0, "child_process.fork": 0, "os.execl": 0, "os.execlp": 0, "os.execv": 0, "os.execve": 0, "os.execvp": 0,
    "os.execvpe": 0, "os.execle": 0, "os.execlpe": 0, "os.spawnl": 1, "os.spawnlp": 1, "os.spawnv": 1, "os.spawnvp": 1, "os.spawnle": 1,
    "os.posix_spawn": 0, "os.startfile": 0, "pty.spawn": 0, "execvp": 0, "execve": 0, "execv": 0, "Command.new": 0,
    "asyncio.create_subprocess_exec": 0, "create_subprocess_exec": 0, "subprocess.run": 0, "subprocess.call": 0, "subprocess.Popen": 0,
    "subprocess.check_output": 0, "subprocess.check_call": 0,
}  # fmt: skip
"""Start a program without a shell: the argument that says which one."""

WITH_SHELL = frozenset({"run", "call", "Popen", "check_call", "check_output", "spawn", "spawnSync", "execFile", "execFileSync", "execa"})
"""Start a program, through a shell only where they are told to."""

EVAL = frozenset({
    "eval", "exec", "Function", "execScript", "setTimeout", "setInterval", "setImmediate", "vm.runInNewContext", "vm.runInThisContext",
    "vm.runInContext", "runInNewContext", "runInThisContext", "vm.Script", "vm.compileFunction", "GeneratorFunction",
    "executeJavaScript", "executeJavascript", "create_function", "assert", "instance_eval", "class_eval", "module_eval", "class_exec",
    "instance_exec", "execfile", "compile", "loadstring", "load_string", "Invoke-Expression", "iex", "code.InteractiveConsole",
    "runsource", "runcode", "subinterpreters.run_string", "run_string", "runpy.run_path", "evaluateJavascript", "loadUrl",
    "page.evaluate", "frame.evaluate", "evaluateOnNewDocument", "mb_ereg_replace", "vm2.run", "vm.run", "safeEval", "safe_eval",
})  # fmt: skip

OPEN_FILE = frozenset({
    "open", "io.open", "codecs.open", "os.open", "aiofiles.open", "send_file", "os.remove", "os.unlink", "shutil.rmtree", "shutil.copy",
    "shutil.move", "os.rename", "read_text", "read_bytes", "write_text", "write_bytes", "FileResponse", "tarfile.open",
    "zipfile.ZipFile", "os.listdir", "os.makedirs", "readFile", "readFileSync", "writeFile", "writeFileSync", "createReadStream",
    "createWriteStream", "unlink", "unlinkSync", "sendFile", "sendfile", "appendFile", "readdir", "readdirSync", "rmSync", "download",
    "file_get_contents", "file_put_contents", "fopen", "readfile", "include", "include_once", "require_once", "require", "fpassthru",
    "move_uploaded_file", "rmdir", "FileInputStream", "FileOutputStream", "FileReader", "FileWriter", "File", "Paths.get", "Path.of",
    "Files.readAllBytes", "Files.newInputStream", "Files.newBufferedReader", "Files.copy", "Files.write", "RandomAccessFile", "os.Open",
    "os.OpenFile", "os.Create", "os.ReadFile", "os.WriteFile", "os.Remove", "os.RemoveAll", "ioutil.ReadFile", "ioutil.WriteFile",
    "http.ServeFile", "c.File", "File.open", "File.read", "File.readlines", "File.delete", "IO.read", "IO.readlines", "send_data",
    "File.ReadAllText", "File.ReadAllBytes", "File.WriteAllText", "File.WriteAllBytes", "File.OpenRead", "File.Open", "File.Delete",
    "FileStream", "StreamReader", "StreamWriter", "PhysicalFile", "fs.read_to_string", "fs.read", "fs.write", "File.create",
    "fs.remove_file", "freopen", "opendir", "get_object_path",
})  # fmt: skip

FETCH = frozenset({
    "requests.get", "requests.post", "requests.put", "requests.head", "requests.delete", "requests.patch", "requests.request",
    "session.get", "session.post", "httpx.get", "httpx.post", "httpx.request", "client.get", "client.post", "urllib.request.urlopen",
    "urlopen", "urllib.urlopen", "urllib2.urlopen", "urlretrieve", "http.request", "pool.request", "aiohttp.request", "fetch", "axios",
    "axios.get", "axios.post", "axios.request", "axios.put", "got", "got.get", "needle.get", "needle", "superagent.get", "http.get",
    "https.get", "https.request", "request.get", "curl_init", "curl_setopt", "file_get_contents", "fsockopen", "URL.openConnection",
    "url.openConnection", "url.openStream", "restTemplate.getForObject", "restTemplate.getForEntity", "restTemplate.exchange",
    "HttpGet", "HttpPost", "Jsoup.connect", "ImageIO.read", "http.Get", "http.Post", "http.Head", "http.PostForm", "http.NewRequest",
    "http.NewRequestWithContext", "Net.HTTP.get", "Net.HTTP.get_response", "Net.HTTP.post_form", "HTTParty.get", "Faraday.get",
    "RestClient.get", "URI.open", "open_uri", "HttpClient.GetAsync", "client.GetAsync", "client.GetStringAsync", "httpClient.GetAsync",
    "httpClient.GetStringAsync", "WebRequest.Create", "WebClient.DownloadString", "client.DownloadString", "reqwest.get",
    "reqwest.blocking.get", "curl_easy_setopt", "page.goto",
})  # fmt: skip

REDIRECT = frozenset({
    "redirect", "HttpResponseRedirect", "HttpResponsePermanentRedirect", "RedirectResponse", "res.redirect", "response.redirect",
    "reply.redirect", "ctx.redirect", "sendRedirect", "http.Redirect", "c.Redirect", "redirect_to", "Redirect", "RedirectPermanent",
    "HTTPFound", "self.redirect", "RedirectView", "web.HTTPFound", "location.replace", "location.assign", "wp_redirect", "header",
})  # fmt: skip

DESERIALISE = {
    "pickle.loads": "data", "pickle.load": "data", "cPickle.loads": "data", "cPickle.load": "data", "_pickle.loads": "data",
    "dill.loads": "data", "dill.load": "data", "cloudpickle.loads": "data", "cloudpickle.load": "data", "jsonpickle.decode": "data",
    "marshal.loads": "data", "marshal.load": "data", "shelve.open": "data", "pickle.Unpickler": "data", "joblib.load": "data",
    "pandas.read_pickle": "data", "pd.read_pickle": "data", "yaml.unsafe_load": "data", "yaml.full_load": "data", "unserialize": "data",
    "readObject": "data", "readUnshared": "data", "ObjectInputStream": "data", "XMLDecoder": "data", "xstream.fromXML": "data",
    "XStream.fromXML": "data", "Marshal.load": "data", "Marshal.restore": "data", "YAML.unsafe_load": "data", "Oj.load": "data",
    "serialize.unserialize": "data", "unserialize.unserialize": "data", "serialize_javascript.deserialize": "data",
    "node_serialize.unserialize": "data", "BinaryFormatter": "data", "NetDataContractSerializer": "data", "SoapFormatter": "data",
    "LosFormatter": "data", "ObjectStateFormatter": "data", "JavaScriptSerializer": "data", "TypeNameHandling.All": "data",
    "Storable.thaw": "data", "Storable.retrieve": "data", "thaw": "data",
}  # fmt: skip

UNBOUNDED_COPY = {
    "strcpy": "strlcpy or snprintf", "stpcpy": "strlcpy or snprintf", "strcat": "strlcat or snprintf", "sprintf": "snprintf",
    "vsprintf": "vsnprintf", "gets": "fgets", "wcscpy": "wcslcpy", "wcscat": "wcslcat", "lstrcpy": "StringCchCopy",
    "lstrcat": "StringCchCat", "lstrcpyA": "StringCchCopy", "lstrcpyW": "StringCchCopy", "_tcscpy": "StringCchCopy",
    "_tcscat": "StringCchCat", "_mbscpy": "StringCchCopy", "_getts": "fgets", "StrCpy": "StringCchCopy", "StrCat": "StringCchCat",
}  # fmt: skip
SIZED_COPY = {
    "memcpy": 2,
    "memmove": 2,
    "strncpy": 2,
    "strncat": 2,
    "bcopy": 2,
    "memset": 2,
    "wmemcpy": 2,
    "CopyMemory": 2,
    "RtlCopyMemory": 2,
    "copy_from_user": 2,
    "read": 2,
    "recv": 2,
}
