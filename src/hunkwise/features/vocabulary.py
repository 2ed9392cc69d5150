"""Words that carry meaning for security, in every language alike. Part of the feature version."""

KEYWORDS = frozenset(
    "if else elif for foreach while do switch case default break continue return goto try catch except finally throw throws raise with as in is not and or new delete del def fn func function lambda class struct enum interface trait impl contract modifier event emit require assert revert import from include use using package module public private protected internal external static const let var final abstract override virtual async await yield void int char long short unsigned signed size_t ssize_t bool boolean string str float double byte uint uint8 uint16 uint32 uint64 uint256 int8 int16 int32 int64 uint8_t uint16_t uint32_t uint64_t int32_t int64_t u8 u32 u64 usize i32 i64 address mapping memory storage calldata payable view pure true false True False None null nil NULL undefined self this super sizeof typeof instanceof unless end then fi done echo print my sub last next unsafe mut pub where match select insert update sql eval exec len".split()
)

WORDS: dict[str, str] = {
    "access": "auth permission permissions allowed allow authorized authorize owner admin role login session user access acl grant privilege policy forbid forbidden denied deny trusted trust scope can",
    "check": "check validate valid validator verify verified ensure assert require is has invalid sanity test match matches error fail bad",
    "escape": "escape escaped sanitize sanitise sanitizer quote encode encoded htmlspecialchars escapehtml strip purify clean filter urlencode shlex literal bind prepare prepared param params safe",
    "bound": "len length size max min limit count num bound bounds range overflow underflow sizeof offset end idx index capacity remaining avail",
    "nothing": "null none nil undefined nullptr empty",
    "memory": "alloc malloc calloc realloc free kfree memcpy memmove memset strcpy strncpy strlcpy sprintf snprintf strcat strlen buf buffer ptr copy read write",
    "run": "eval exec system popen subprocess shell command cmd spawn run call process os",
    "web": "html innerhtml script url uri href redirect location cookie header request response query sql execute cursor template render path file filename dir open",
    "crypto": "hash hmac md5 sha1 sha256 sha encrypt decrypt cipher aes rsa random rand secret key token password passwd csrf nonce salt sign signature cert ssl tls verify digest compare",
    "lock": "lock unlock mutex atomic transaction commit rollback timeout deadline retry rate throttle",
    "log": "log logger logging print printf debug info warn warning trace console fprintf",
    "failure": "error exception err raise throw throws catch except",
    "parse": "pickle yaml load loads unserialize deserialize parse json xml marshal entity dtd",
    "contract": "msg sender onlyowner nonreentrant require revert transfer approve balance balances amount token mint burn",
}
"""Sub-words of identifiers by what they are about."""

TOKENS: dict[str, str] = {
    "if": "if elif unless require assert case when",
    "return": "return",
    "leave": "raise throw revert goto exit continue",
    "break": "break",
    "loop": "for while foreach do",
    "compare": "< > <= >= == != === !==",
    "logic": "&& || and or",
    "not": "! not",
    "assign": "=",
    "call": "(",
    "arithmetic": "+ - * / % << >> += -=",
    "else": "else",
    "restrict": "const static final private protected internal readonly",
    "declare": "int char let var unsigned size_t long uint uint32_t uint256 bool def function",
    "subscript": "[",
    "nothing": "null None nil NULL undefined",
    "bound": "sizeof len",
    "run": "exec eval",
    "zero": "0 1",
    "number": "N",
    "string": "S",
    "name": "I U",
}
"""Shapes of tokens by what they do."""

CAPABILITIES: dict[str, str] = {
    "evaluate": r"exec|eval|compile|Function|__import__|iex|invoke-expression|runInThisContext|execScript|importlib|import_module",
    "spawn": r"system|popen|subprocess|child_process|spawn\w*|execsync|execfile|check_output|start-process|shellexecute|wscript|startfile|createobject|run",
    "fetch": r"urlopen|urlretrieve|requests?|urllib\d?|https?|fetch|axios|curl|wget|downloadstring|downloadfile|webclient|xmlhttp\w*|webrequest|httpx|aiohttp",
    "connect": r"socket|connect|sendall|recv|gethostbyname|dns|net|tcpclient|ws|websocket|getaddrinfo",
    "send": r"post|send|webhook|upload|smtplib|sendmail|telegram|discord|put|json|payload",
    "decode": r"b64decode|base64|atob|frombase64string|unhexlify|fromhex|fromcharcode|decompress|zlib|marshal|loads|rot13|unescape|decode|bytearray|chr|charcodeat|fernet|aes|xor",
    "environ": r"environ|getenv|env|hostname|gethostname|userinfo|getuser|username|platform|uname|whoami|homedir|expanduser|networkinterfaces|ipconfig|ifconfig|getcwd|cwd",
    "secret": r"password|passwd|token|cookie|cookies|wallet|keychain|credentials?|login|ssh|id_rsa|metamask|leveldb|chrome|browser|clipboard|keylog\w*|screenshot|seed|mnemonic|npmrc|aws|secret",
    "persist": r"appdata|startup|registry|reg|winreg|schtasks|crontab|autorun|launchagents|bashrc|systemd|temp|tmp|tempfile|tmpdir|currentversion",
    "hide": r"hidden|windowstyle|bypass|noprofile|executionpolicy|nowindow|devnull|detached|unref|daemon|stdio|ignore|silentlycontinue|creationflags",
    "reflect": r"getattr|setattr|globals|locals|vars|__builtins__|__dict__|constructor|prototype|reflect|getproc\w*|virtualalloc|ctypes|windll|marshal",
    "install": r"setup|install|cmdclass|postinstall|preinstall|egg_info|develop|bdist_egg|setuptools",
}
"""Whole names (regular expressions) by what code that says them can do."""

DROP_HOSTS = r"discord|telegram|webhook|pastebin|ngrok|transfer\.sh|raw\.github|pipedream|oast|burpcollab|interact\.sh|requestbin|\.onion|\.tk\b|\.xyz|ipinfo|ipify|file\.io|gofile"
"""Where stolen data and payloads are left."""

EXECUTABLES = r"\.(?:exe|dll|scr|bat|ps1|vbs|cmd|sh|bin|jar|pyw)\b"

PLACES = (
    r"appdata|%temp%|/tmp/|\\temp|system32|/etc/passwd|\.ssh|local storage|user data|/bin/(?:ba)?sh|cmd\.exe|powershell|cmd /c|-enc|-e "
)
"""Where payloads are put and secrets lie."""
