"""What an installation does when it is harmless, and when it isn't."""

import re

HARMLESS_SCRIPT = re.compile(
    r"^(?:(?:husky|patch-package|node-gyp|prebuild-install|node-gyp-build|opencollective|lerna|is-ci|ngcc|npm "
    r"run|yarn|pnpm|tsc|nuxt|nuxi|electron-builder|prisma generate|lefthook|simple-git-hooks|"
    r"rollup|webpack|vite|gulp|grunt|exit 0|echo|npx "
    r"husky|node-pre-gyp|cmake-js|neon|napi|tsup|rimraf|cross-env|bower|jspm|typings|wasm-pack|git config|make)\b[^;|`$]*)$"
)
FETCHES = re.compile(
    r"(?i)\b(?:curl|wget|invoke-webrequest|iwr|invoke-expression|iex|certutil|bitsadmin|base64|powershell|nc|ncat)\b|https?://|/dev/tcp|\bnode\s+-e|\bpython3?\s+-c|\bbash\s+-c|\bsh\s+-c|\beval\b|child_process"
)

REACHES_OUT = frozenset({
    "urlopen", "urlretrieve", "requests.get", "requests.post", "httpx.get", "httpx.post", "socket.socket", "socket.create_connection",
    "exec", "eval", "b64decode", "marshal.loads", "zlib.decompress",
    "http.client.HTTPConnection", "http.client.HTTPSConnection", "HTTPSConnection", "HTTPConnection", "gethostbyname",
    "socket.gethostname", "getpass.getuser", "Fernet", "__import__",
})  # fmt: skip
STARTS_PROGRAM = frozenset({
    "os.system", "os.popen", "subprocess.run", "subprocess.call", "subprocess.Popen", "subprocess.check_call", "subprocess.check_output",
    "Popen", "check_call", "os.startfile", "os.execv", "os.spawnl",
    "getoutput",
})  # fmt: skip
