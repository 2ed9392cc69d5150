"""Safe ways of doing a thing beside the unsafe ones. Names are last parts or dotted ends of paths, or an operator."""

from typing import NamedTuple


class Swap(NamedTuple):
    """What the safe way is about, the calls or properties that do it, and those that don't."""

    about: str
    safe: frozenset[str]
    unsafe: frozenset[str]


SWAPS: tuple[Swap, ...] = (
    Swap(
        "a copy with a bound",
        frozenset({"strncpy", "strlcpy", "strscpy", "strcpy_s", "snprintf"}),
        frozenset({"strcpy", "stpcpy"}),
    ),
    Swap(
        "an append with a bound",
        frozenset({"strncat", "strlcat", "strcat_s", "snprintf"}),
        frozenset({"strcat"}),
    ),
    Swap(
        "a format with a bound",
        frozenset({"snprintf", "vsnprintf", "sprintf_s", "g_snprintf", "asprintf", "xasprintf"}),
        frozenset({"sprintf", "vsprintf"}),
    ),
    Swap(
        "an allocation that can't wrap",
        frozenset({"calloc", "reallocarray", "kcalloc", "g_new", "xcalloc", "av_malloc_array", "kmalloc_array"}),
        frozenset({"malloc", "realloc", "kmalloc", "xmalloc", "av_malloc"}),
    ),
    Swap(
        "a line with a bound",
        frozenset({"fgets", "getline"}),
        frozenset({"gets"}),
    ),
    Swap(
        "loading data without code",
        frozenset({"yaml.safe_load", "safe_load", "safe_load_all", "SafeLoader", "CSafeLoader", "YAML.safe_load"}),
        frozenset({"yaml.load", "yaml.unsafe_load", "yaml.full_load", "YAML.load", "load_all"}),
    ),
    Swap(
        "reading data without code",
        frozenset({"json.loads", "json.load", "ast.literal_eval", "literal_eval", "JSON.parse"}),
        frozenset({"pickle.loads", "pickle.load", "eval", "marshal.loads"}),
    ),
    Swap(
        "an XML parser without entities",
        frozenset({"defusedxml.fromstring", "defusedxml.parse", "defusedxml.ElementTree.parse", "defusedxml.ElementTree.fromstring"}),
        frozenset({"etree.parse", "etree.fromstring", "ET.parse", "ET.fromstring", "minidom.parseString"}),
    ),
    Swap(
        "a comparison in constant time",
        frozenset({
            "hmac.compare_digest", "compare_digest", "secrets.compare_digest", "constant_time_compare", "timingSafeEqual",
            "crypto.timingSafeEqual", "hash_equals", "MessageDigest.isEqual", "ConstantTimeCompare", "subtle.ConstantTimeCompare",
            "secure_compare", "CRYPTO_memcmp", "FixedTimeEquals",
        }),
        frozenset({"==", "===", "equals", "strcmp", "memcmp", "strncmp", "bytes.Equal", "Arrays.equals"}),
    ),
    Swap(
        "a program started without a shell",
        frozenset({
            "execFile", "execFileSync", "spawn", "spawnSync", "subprocess.run", "subprocess.Popen", "subprocess.call",
            "subprocess.check_output", "execv", "execvp", "execve",
        }),
        frozenset({"exec", "execSync", "os.system", "os.popen", "system", "popen", "shell_exec"}),
    ),
    Swap(
        "text instead of markup",
        frozenset({"textContent", "innerText", "createTextNode", "text"}),
        frozenset({"innerHTML", "outerHTML", "insertAdjacentHTML", "html", "document.write"}),
    ),
    Swap(
        "a template that escapes",
        frozenset({"format_html", "escape", "conditional_escape"}),
        frozenset({"mark_safe", "Markup", "SafeString"}),
    ),
    Swap(
        "a slow hash for passwords",
        frozenset({
            "bcrypt", "bcrypt.hashpw", "bcrypt.hash", "bcrypt.hashSync", "argon2.hash", "scrypt", "hashlib.scrypt", "pbkdf2_hmac",
            "hashlib.pbkdf2_hmac", "password_hash", "generate_password_hash", "make_password", "BCrypt.hashpw",
        }),
        frozenset({
            "md5", "sha1", "hashlib.md5", "hashlib.sha1", "hashlib.sha256", "createHash", "MessageDigest.getInstance",
            "DigestUtils.md5Hex",
        }),
    ),
    Swap(
        "a strong hash",
        frozenset({
            "hashlib.sha256", "hashlib.sha512", "hashlib.sha3_256", "hashlib.blake2b", "sha256", "sha256.New", "sha256.Sum256",
            "EVP_sha256", "SHA256.Create",
        }),
        frozenset({
            "hashlib.md5", "hashlib.sha1", "md5", "sha1", "md5.New", "md5.Sum", "sha1.New", "sha1.Sum", "EVP_md5", "EVP_sha1",
            "MD5.Create", "SHA1.Create",
        }),
    ),
    Swap(
        "random numbers for secrets",
        frozenset({
            "secrets.token_hex", "secrets.token_urlsafe", "secrets.token_bytes", "secrets.choice", "secrets.randbelow", "os.urandom",
            "random_bytes", "random_int", "crypto.randomBytes", "randomBytes", "getRandomValues", "crypto.randomUUID", "SecureRandom",
            "getrandom", "RAND_bytes", "arc4random", "arc4random_uniform", "SystemRandom", "random.SystemRandom",
        }),
        frozenset({
            "random.random", "random.choice", "random.randint", "random.choices", "random.getrandbits", "Math.random", "rand",
            "mt_rand", "Random", "random.randrange", "random.sample", "uniqid", "drand48", "srand",
        }),
    ),
    Swap(
        "a temporary file that nobody can guess",
        frozenset({"mkstemp", "NamedTemporaryFile", "TemporaryFile", "mkdtemp", "tempfile.mkstemp", "createTempFile"}),
        frozenset({"mktemp", "tempfile.mktemp", "tmpnam", "tempnam"}),
    ),
    Swap(
        "a path that stays in its folder",
        frozenset({"send_from_directory", "safe_join", "secure_filename", "securejoin.SecureJoin", "SecureJoin"}),
        frozenset({"send_file", "os.path.join", "path.join", "filepath.Join"}),
    ),
    Swap(
        "a file opened without following links",
        frozenset({"openat2", "O_NOFOLLOW", "lstat", "lchown", "fchmod", "fchown", "os.lstat", "lchmod"}),
        frozenset({"stat", "chown", "chmod", "os.stat", "os.chown", "os.chmod"}),
    ),
    Swap(
        "a checked transfer",
        frozenset({"safeTransfer", "safeTransferFrom", "SafeERC20.safeTransfer", "sendValue", "functionCall"}),
        frozenset({"transfer", "transferFrom", "call", "send"}),
    ),
    Swap(
        "a checked conversion",
        frozenset({
            "toUint128", "toUint96", "toUint64", "SafeCast.toUint128", "toInt256", "try_into", "try_from", "checked_add", "checked_mul",
            "checked_sub", "saturating_sub", "saturating_add", "mulDiv", "Math.addExact", "Math.multiplyExact", "size_add", "size_mul",
        }),
        frozenset({"uint128", "uint96", "uint64", "int256", "wrapping_add", "wrapping_mul", "wrapping_sub", "unwrap_unchecked"}),
    ),
    Swap(
        "an access with a bound",
        frozenset({"get", "at", "get_mut", "checked_get"}),
        frozenset({"get_unchecked", "get_unchecked_mut", "from_raw_parts"}),
    ),
    Swap(
        "text that must be valid",
        frozenset({"from_utf8", "str.from_utf8", "String.from_utf8"}),
        frozenset({"from_utf8_unchecked", "str.from_utf8_unchecked"}),
    ),
)  # fmt: skip
