"""An initialisation vector, nonce or salt that is always the same."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Argument, Call, Side, Unit
from hunkwise.signals.indexed import Sinks, index, named
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import ends, hit, origin, parts, short, span
from hunkwise.signals.tables.languages import WEB, C

_VECTORS = Sinks(
    {
        "createCipheriv": 2,
        "IvParameterSpec": 0,
        "GCMParameterSpec": 1,
        "AES.new": 2,
        "DES.new": 2,
        "DES3.new": 2,
        "Blowfish.new": 2,
        "modes.CBC": 0,
        "modes.GCM": 0,
        "modes.CTR": 0,
        "modes.OFB": 0,
        "modes.CFB": 0,
        "modes.CFB8": 0,
        "ChaCha20": 1,
        "openssl_encrypt": 4,
        "cipher.NewCBCEncrypter": 1,
        "cipher.NewCTR": 1,
        "cipher.NewCFBEncrypter": 1,
        "cipher.NewOFB": 1,
        "NewCBCEncrypter": 1,
        "NewCTR": 1,
        "NewCFBEncrypter": 1,
        "NewOFB": 1,
        "Seal": 1,
        "EVP_EncryptInit_ex": 4,
        "EVP_EncryptInit": 3,
        "EVP_CipherInit_ex": 4,
        "Nonce.from_slice": 0,
        "CreateEncryptor": 1,
        "ParametersWithIV": 1,
        "AES_cbc_encrypt": 4,
        "mcrypt_encrypt": 4,
    }
)
_SALTS = Sinks(
    {
        "PBEKeySpec": 1,
        "PBEParameterSpec": 0,
        "Rfc2898DeriveBytes": 1,
        "pbkdf2": 1,
        "pbkdf2Sync": 1,
        "hashlib.pbkdf2_hmac": 2,
        "pbkdf2_hmac": 2,
        "scryptSync": 1,
        "=scrypt": 1,
        "crypto.scrypt": 1,
        "hashlib.scrypt": -9,
        "hash_pbkdf2": 2,
        "PBKDF2": 1,
        "pbkdf2.Key": 1,
        "scrypt.Key": 1,
        "argon2.Key": 1,
        "argon2.IDKey": 1,
        "PKCS5_PBKDF2_HMAC": 2,
        "bcrypt.hashpw": 1,
        "bcrypt.hashSync": 1,
        "PBKDF2HMAC": -9,
        "Scrypt": -9,
        "crypt": 1,
    }
)
_NAMES = ("iv", "IV", "nonce", "initial_value", "salt", "initialization_vector")
_PLAIN = frozenset(
    {
        "getBytes",
        "encode",
        "Buffer.from",
        "from",
        "Buffer.alloc",
        "alloc",
        "byte",
        "bytes",
        "bytearray",
        "ByteArray",
        "byteArrayOf",
        "toByteArray",
        "unhexlify",
        "fromhex",
        "bytes.fromhex",
        "hex2bin",
        "str_repeat",
        "GetBytes",
        "make",
        "b64decode",
        "base64.b64decode",
        "base64_decode",
        "parse",
        "Hex.parse",
        "decodeHex",
        "decode",
        "new_with_value",
        "Uint8Array",
        "pack",
        "IvParameterSpec",
        "GCMParameterSpec",
        "repeat",
        "Utf8.parse",
        "from_slice",
    }
)
_FILLED = re.compile(
    r"(?i)random|nextBytes|RAND_bytes|ReadFull|rand\.Read|getrandom|GenerateIV|GetNonZeroBytes|arraycopy"
    r"|memcpy|urandom|fill|getIV|Read\(|copy\(|RNG|GetBytes\(\w"
)
_ZEROS = re.compile(
    r"^(?:new\s+)?(?:byte|Byte|uint8_t|u8)?\s*\[|^ByteArray\(|^byteArrayOf|^\[\s*\d|^\{\s*(?:0x)?\d"
    r"|^bytes?\(\s*\d|^make\(|^Buffer\.alloc|^b?['\"]|^\[\]byte|^&?\[0"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for table, word in ((_VECTORS, "an initialisation vector"), (_SALTS, "a salt")):
        for call in named(side, table.names):
            entry = table.entry(call)
            given = _given(call, table.table[entry]) if entry else None
            if given is not None and _constant(side, given, call):
                yield Sighting(
                    span(call.line, call.end), {"call": short(call.path, 60), "how": f"takes {word} that is always the same"}, strength=0.7
                )
    for one in side.facts.assignments:
        last = parts(one.targets[0])[-1] if one.targets and "." in one.targets[0] else ""
        if last in ("iv", "IV", "salt", "Salt") and one.value.text not in ("''", '""', "None", "null") and _fixed(one.value):
            yield Sighting(
                span(one.line, one.end), {"call": one.targets[0], "how": "is given a value that is always the same"}, strength=0.6
            )


def _given(call: Call, place: int) -> Argument | None:
    for one in call.args:
        if one.name in _NAMES:
            return one
    plain = [one for one in call.args if not one.name]
    return plain[place] if 0 <= place < len(plain) else None


def _fixed(given: Argument) -> bool:
    """Whether an expression is made of constants alone."""
    if given.literal is not None:
        return len(given.literal) > 1 and given.text[:1] in "\"'b`"
    return (bool(given.strings) or bool(_ZEROS.match(given.text))) and not _own(given) and all(ends(call, _PLAIN) for call in given.calls)


def _own(given: Argument) -> list[str]:
    """The names that aren't classes, encodings or constants."""
    return [
        name
        for name in given.names
        if not hit(name, _PLAIN) and not name[:1].isupper() and name not in ("bytes", "base64", "binascii", "byte")
    ]


def _constant(side: Side, given: Argument, call: Call) -> bool:
    if _fixed(given):
        return True
    if given.literal is not None or given.calls or len(given.names) != 1:
        return False
    value = origin(side, given, call.line, call.function)
    name = parts(given.names[0])[-1]
    if value.request or value.given or any(not ends(one, _PLAIN) for one in value.calls):
        return False
    made = [one for one in side.whole.assignments if name in (parts(target)[-1] for target in one.targets)]
    if not made or not all(_fixed(one.value) for one in made):
        return False
    low = index(side).code
    return not any(name in line and _FILLED.search(line) for line in low.split("\n") if name in line)


SIGNAL = Signal(
    id="constant-iv-or-salt",
    title="An initialisation vector or salt that never changes",
    kind="pattern",
    category="weak-cryptography",
    severity="medium",
    languages=(WEB | C | {"rust"}) - {"html", "vue"},
    promise="Follows the vector, nonce or salt of a cipher or key derivation and tells where it is a constant.",
    why="Equal texts then look equal, two messages reveal each other, and one table of guesses serves for all passwords.",
    quiet="Bytes from a generator, values read from the message or from storage, decryption of old data.",
    remedy="Make a new random vector or salt each time and store it beside the result.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-329",
    see=_see,
    fires=(
        Example(
            "java",
            (
                "class A {\n  void set() throws Exception {\n"
                '    IvParameterSpec iv = new IvParameterSpec("0123456789abcdef".getBytes());\n  }\n}\n'
            ),
            line=3,
        ),
        Example(
            "java",
            (
                "class A {\n  void set() throws Exception {\n    byte[] iv = new byte[16];\n"
                "    IvParameterSpec spec = new IvParameterSpec(iv);\n  }\n}\n"
            ),
            line=4,
        ),
        Example(
            "python",
            ('from Crypto.Cipher import AES\n\ndef make(key):\n    return AES.new(key, AES.MODE_CBC, b"0123456789abcdef")\n'),
            line=4,
        ),
        Example(
            "javascript",
            ('function hide(key) {\n  const iv = Buffer.alloc(16, 0);\n  return crypto.createCipheriv("aes-256-cbc", key, iv);\n}\n'),
            line=3,
        ),
        Example(
            "python",
            ('import hashlib\n\ndef derive(password):\n    return hashlib.pbkdf2_hmac("sha256", password, b"pepper and salt", 600000)\n'),
            line=4,
        ),
        Example(
            "go",
            (
                'package a\n\nfunc hide(b cipher.Block) cipher.BlockMode {\n\tiv := []byte("0123456789abcdef")\n'
                "\treturn cipher.NewCBCEncrypter(b, iv)\n}\n"
            ),
            line=5,
        ),
    ),
    stays_quiet=(
        Example(
            "java",
            (
                "class A {\n  void set() throws Exception {\n    byte[] iv = new byte[16];\n"
                "    new SecureRandom().nextBytes(iv);\n    IvParameterSpec spec = new IvParameterSpec(iv);\n  }\n}\n"
            ),
        ),
        Example(
            "python",
            ("import os\nfrom Crypto.Cipher import AES\n\ndef make(key):\n    return AES.new(key, AES.MODE_CBC, os.urandom(16))\n"),
        ),
        Example(
            "javascript",
            ('function hide(key) {\n  const iv = crypto.randomBytes(16);\n  return crypto.createCipheriv("aes-256-cbc", key, iv);\n}\n'),
        ),
        Example(
            "go", ("package a\n\nfunc hide(b cipher.Block, iv []byte) cipher.BlockMode {\n\treturn cipher.NewCBCEncrypter(b, iv)\n}\n")
        ),
    ),
)
