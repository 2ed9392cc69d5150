"""What attacks are made of: decoders, runners, fetchers, senders, and the places where secrets lie."""

import re

DECODES = frozenset({
    "b64decode", "base64.b64decode", "base64.decodebytes", "b32decode", "b85decode", "a85decode", "urlsafe_b64decode",
    "standard_b64decode", "unhexlify", "bytes.fromhex", "fromhex", "zlib.decompress",
    "lzma.decompress", "bz2.decompress", "gzip.decompress", "codecs.decode", "marshal.loads", "atob", "window.atob", "Buffer.from",
    "unescape", "decodeURIComponent", "fromCharCode", "String.fromCharCode",
    "base64_decode", "gzinflate", "gzuncompress", "str_rot13", "convert_uudecode", "hex2bin", "FromBase64String",
    "Convert.FromBase64String", "Base64.decode", "Base64.decode64", "getDecoder.decode",
    "Fernet.decrypt", "decrypt", "rot13", "inflateSync", "gunzipSync", "decompress", "chr", "DeflateStream", "GZipStream",
})  # fmt: skip
RUNS = frozenset({
    "exec", "eval", "compile", "execfile", "Function", "vm.runInThisContext", "runInThisContext", "runInNewContext", "assert",
    "create_function", "Invoke-Expression", "iex", "IEX", "os.system", "os.popen", "subprocess.run",
    "subprocess.Popen", "subprocess.call", "subprocess.check_output", "Popen", "execSync", "child_process.exec",
    "child_process.execSync", "spawn", "system", "shell_exec", "passthru", "importlib.exec_module",
    "exec_module", "types.FunctionType", "FunctionType", "ctypes.memmove", "Assembly.Load", "Reflection.Assembly.Load", "Runtime.exec",
    "getRuntime.exec", "instance_eval", "module_eval", "builtins.exec", "__import__",
    "document.write", "setTimeout", "Start-Process", "Add-Type", "Invoke-Command", "create_string_buffer", "VirtualAlloc",
    "CreateThread", "ScriptBlock.Create", "ShellExecute", "ShellExecuteA", "WScript.Shell.Run",
})  # fmt: skip
FETCHES = frozenset({
    "urlopen", "urllib.request.urlopen", "urlretrieve", "requests.get", "requests.post", "httpx.get", "DownloadString", "DownloadFile",
    "DownloadData", "Invoke-WebRequest", "iwr", "wget", "curl", "Invoke-RestMethod",
    "irm", "fetch", "axios.get", "https.get", "http.get", "http.request", "https.request", "file_get_contents", "curl_exec", "http.Get",
    "Net.HTTP.get", "URI.open", "open_uri", "urllib2.urlopen", "Start-BitsTransfer",
    "http.client.HTTPSConnection", "reqwest.get", "requests.request", "aiohttp.request", "got", "needle", "session.get", "XMLHTTP.Open",
    "XMLHttpRequest.open", "xmlhttp.open", "xhr.open", "WebClient.DownloadString",
    "WebClient.DownloadFile", "ResponseBody",
})  # fmt: skip
SENDS = frozenset({
    "requests.post", "requests.put", "requests.get", "httpx.post", "urlopen", "urllib.request.urlopen", "session.post", "axios.post",
    "axios.get", "fetch", "https.request", "http.request", "https.get", "http.get", "socket.send",
    "sendall", "sock.send", "s.send", "sendto", "smtplib.SMTP", "sendmail", "curl_exec", "http.Post", "Invoke-RestMethod",
    "Invoke-WebRequest", "UploadString", "UploadFile", "UploadData", "dns.resolve", "dns.lookup", "gethostbyname",
    "webhook.send", "DiscordWebhook", "Webhook.from_url", "bot.send_message", "bot.sendMessage", "send_message", "send_document",
    "req.write", "xhr.send", "navigator.sendBeacon", "storbinary", "ftp.put", "Net.HTTP.post",
    "HTTPSConnection", "HTTPConnection", "http.client.HTTPSConnection", "execute_webhook", "post",
})  # fmt: skip

SECRETS = re.compile(
    r"(?i)\.ssh[/\\]|id_rsa|id_ed25519|\.aws[/\\]|aws_(?:secret|access)|\.npmrc|\.pypirc|\.netrc|\.git-credentials|\.docker[/\\]config|\.kube[/\\]config|/etc/(?:passwd|shadow)|wallet\.dat|metamask|exodus[/\\]|electrum"
    r"|login data|local state|cookies\.sqlite|key4\.db|logins\.json|\\google\\chrome|google[/\\]chrome[/\\]user "
    r"data|leveldb|discord(?:canary|ptb)?[/\\]|brave-?browser|opera software|nkbihfbeogaeaoehlefnkodbefgpgknn"
    r"|telegram desktop|tdata\b|\.bash_history|\.zsh_history|GITHUB_TOKEN|NPM_TOKEN|AWS_SECRET|mnemonic|seed "
    r"?phrase|private[_-]?key|keychain|filezilla|winscp|roblosecurity|steam[/\\]config|169\.254\.169\.254"
)
"""Where keys, wallets, sessions and passwords lie."""

WHOLE_ENVIRONMENT = re.compile(
    r"(?:dict\(|json\.dumps\(|str\(|JSON\.stringify\(|\bdata\s*=\s*|\bjson\s*=\s*|\()\s*(?:dict\()?\s*(?:os\.environ|process\.env)\s*(?:\.copy\(\))?\s*[),}\]]"
)
"""The environment as a whole, handed on."""

DROP_POINTS = re.compile(
    r"(?i)discord(?:app)?\.com/api/webhooks|api\.telegram\.org/bot|hooks\.slack\.com|pastebin\.com/raw|webhook\.site|requestbin|pipedream\.net|ngrok|burpcollaborator|oastify|interact\.sh|oast\.|transfer\.sh|file\.io|ipinfo\.io"
    r"|ip-api\.com|api\.ipify\.org|anonfiles|gofile\.io|\.onion\b|https?://\d{1,3}(?:\.\d{1,3}){3}|raw\.githubusercontent\.com|hastebin|rentry\.co|paste\.ee|termbin|dropbox\.com/s/|cdn\.discordapp\.com|bit\.ly/|tinyurl\.com|duckdns\.org"
)
"""Addresses that take anything from anyone, and those without a name."""

PIPED = re.compile(
    r"(?i)\b(?:curl|wget|fetch|iwr|irm|invoke-webrequest|invoke-restmethod)\b[^|;&\n"
    r"]{0,300}\|\s*(?:sudo\s+)?(?:/bin/|/usr/bin/env\s+)?(?:ba|z|da|k)?sh\b|\b(?:curl|wget)\b[^|;&\n"
    r"]{0,300}\|\s*(?:sudo\s+)?(?:python[23]?|node|perl|ruby|php|iex|base64)\b"
    r"|(?:ba)?sh\s+-c\s+[\"']?\$\(\s*(?:curl|wget)\b|(?:ba|z)?sh\s+<\(\s*(?:curl|wget)\b|\b(?:iex|invoke-expression)\b[^\n"
    r"]{0,80}(?:downloadstring|iwr|irm|invoke-webrequest|new-object)|(?:iwr|irm|downloadstring)\b[^\n"
    r"]{0,200}\|\s*(?:iex|invoke-expression)"
    r"|\bpowershell(?:\.exe)?\b[^\n"
    r"]{0,120}(?:-e(?:nc|ncodedcommand)?\s+[A-Za-z0-9+/=]{20,}|downloadstring|downloadfile|-w(?:indowstyle)?\s+hidden[^\n"
    r"]{0,200}(?:iwr|irm|http))|certutil[^\n]{0,80}-urlcache|bitsadmin[^\n]{0,60}/transfer|mshta\s+https?:"
    r"|(?:curl|wget)\b[^\n]{0,200}(?:&&|;)\s*(?:chmod\s+(?:\+x|7\d\d)|(?:ba)?sh\s|python|\./)"
)
"""Command lines that fetch code and run it."""
PIPED_STEMS = (
    "curl", "wget", "fetch", "iwr", "irm", "iex", "invoke-", "downloadstring", "powershell", "certutil", "bitsadmin", "mshta",
)  # fmt: skip
"""One of these stands in each of them."""

REVERSE_SHELL = re.compile(
    r"/dev/(?:tcp|udp)/[\w.$\{\}-]+/[\d$\{\w]+|\b(?:nc|ncat|netcat)\b[^\n"
    r"|;]{0,80}\s-(?:e|c)\s+\S*(?:sh|cmd|powershell)|\bmkfifo\b[^\n]{0,120}\b(?:nc|ncat|telnet)\b|\bsocat\b[^\n"
    r"]{0,120}exec:|fsockopen\([^\n]{0,80}\).{0,120}(?:exec|proc_open|shell_exec)"
    r"|bash\s+-i\s+[>&]|TCPSocket\.(?:open|new)\([^\n]{0,120}(?:popen|exec)|New-Object\s+(?:System\.)?Net\.Sockets\.TCPClient",
    re.I,
)
"""Command lines that hand a shell to a far machine."""
REVERSE_SHELL_STEMS = ("/dev/tcp", "/dev/udp", "-e", "-c", "mkfifo", "socat", "fsockopen", "bash", "tcpsocket", "tcpclient")
"""One of these stands in each of them."""

STARTS = frozenset({
    "os.system", "os.popen", "subprocess.run", "subprocess.Popen", "subprocess.call", "subprocess.check_call", "subprocess.check_output",
    "Popen", "check_call", "os.startfile", "startfile", "os.execv", "os.execvp", "os.spawnl", "Start-Process", "execSync", "execFile",
    "execFileSync", "spawnSync", "child_process.exec", "child_process.spawn", "exec", "spawn", "Run", "ShellExecute", "Process.Start",
    "shell_exec", "passthru", "proc_open", "popen", "getoutput", "Runtime.exec", "system", "WinExec", "CreateProcess",
})  # fmt: skip
"""Calls that start a program."""

IDENTITY = {
    "getpass.getuser": "user", "getuser": "user", "os.getlogin": "user", "os.userInfo": "user", "userInfo": "user",
    "socket.gethostname": "host", "gethostname": "host", "platform.node": "host", "os.hostname": "host", "hostname": "host",
    "platform.uname": "host", "os.uname": "host", "socket.getfqdn": "host",
    "os.getcwd": "folder", "process.cwd": "folder", "os.homedir": "folder", "homedir": "folder", "__dirname": "folder",
    "os.networkInterfaces": "address", "networkInterfaces": "address", "dns.getServers": "address", "uuid.getnode": "address",
    "gethostbyname": "address", "netifaces.interfaces": "address",
    "platform.system": "system", "platform.platform": "system", "os.platform": "system", "os.type": "system", "os.release": "system",
    "platform.release": "system", "os.arch": "system", "platform.machine": "system",
}  # fmt: skip
"""Calls that ask who and where this is, and what about."""

LISTENERS = re.compile(
    r"(?i)\b[\w.-]*(?:webhook\.site|requestbin\.\w+|pipedream\.net|burpcollaborator\.net|oastify\.com|interact\.sh|\boast\.(?:fun|me|live|pro|site|online|us)"
    r"|canarytokens\.com|dnslog\.\w+|ceye\.io|beeceptor\.com|hookbin\.com|ngrok(?:-free)?\.(?:io|app)|serveo\.net|requestrepo\.com|\bbxss\.\w+|xss\.ht)\b"
)
"""Hosts that only listen: whoever owns a name there reads what is sent to it, and nothing else happens."""

MESSENGERS = re.compile(
    r"(?i)discord(?:app)?\.com/api/(?:v\d+/)?webhooks/|api\.telegram\.org/bot|hooks\.slack\.com/services/|\.onion\b|"
    r"https?://\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?/"
)
"""Messengers that take what a program sends, and addresses without a name."""
