"""A key for a cipher or signature that stands in the source."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Argument, Side, Unit
from hunkwise.signals.indexed import Sinks, named, shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import argument, ends, hit, origin, parts, short, span
from hunkwise.signals.tables.languages import WEB, C

_KEYS = Sinks(
    {
        "SecretKeySpec": 0,
        "DESKeySpec": 0,
        "AES.new": 0,
        "DES.new": 0,
        "DES3.new": 0,
        "ARC4.new": 0,
        "Blowfish.new": 0,
        "ChaCha20.new": 0,
        "Fernet": 0,
        "algorithms.AES": 0,
        "createCipheriv": 1,
        "createCipher": 1,
        "createDecipheriv": 1,
        "createHmac": 1,
        "jwt.sign": 1,
        "jwt.verify": 1,
        "jsonwebtoken.sign": 1,
        "jsonwebtoken.verify": 1,
        "jwt.encode": 1,
        "jwt.decode": 1,
        "JWT.encode": 1,
        "JWT.decode": 1,
        "JWT.sign": 1,
        "JWT.verify": 1,
        "hmac.new": 0,
        "aes.NewCipher": 0,
        "des.NewCipher": 0,
        "des.NewTripleDESCipher": 0,
        "rc4.NewCipher": 0,
        "hmac.New": 1,
        "SignedString": 0,
        "openssl_encrypt": 2,
        "openssl_decrypt": 2,
        "hash_hmac": 2,
        "Algorithm.HMAC256": 0,
        "Algorithm.HMAC384": 0,
        "Algorithm.HMAC512": 0,
        "HMAC256": 0,
        "signWith": -1,
        "setSigningKey": 0,
        "hmacShaKeyFor": 0,
        "SymmetricSecurityKey": 0,
        "HMACSHA256": 0,
        "HMACSHA1": 0,
        "HMACSHA512": 0,
        "NewCookieStore": 0,
        "MessageEncryptor.new": 0,
        "MessageVerifier.new": 0,
        "AES.encrypt": 1,
        "AES.decrypt": 1,
        "CryptoJS.AES.encrypt": 1,
        "CryptoJS.HmacSHA256": 1,
        "HMAC.hexdigest": 1,
        "EVP_EncryptInit_ex": 3,
        "AES_set_encrypt_key": 0,
        "URLSafeTimedSerializer": 0,
        "URLSafeSerializer": 0,
        "EncodingKey.from_secret": 0,
        "DecodingKey.from_secret": 0,
        "new_from_slice": 0,
        "JWK.asKey": 0,
        "jwt.NewHMAC": 0,
        "secretbox.Seal": 3,
        "JwtStrategy": -9,
        "PBEKeySpec": 0,
        "KeyParameter": 0,
        "create_access_token": -9,
        "Key.from_slice": 0,
        "JWT": -9,
        "expressJwt": -9,
        "expressjwt": -9,
        "jwtVerify": 1,
        "importKey": -9,
    }
)
_OPTIONS = shape(
    "",
    r"""\b(?:secret|secretOrKey|secretOrPrivateKey|secretOrPublicKey)\s*:\s*['"`][^'"`\n$]{3,}['"`]"""
    r"""|\bcookieSession\(\s*\{[^}]{0,60}keys\s*:\s*\[\s*['"]""",
    ("javascript", "typescript", "tsx"),
    0.7,
)
_SETTING = shape(
    "",
    r"""\b(?:app|application)\.secret_key\s*=\s*[bfru]?['"][^'"\n]{3,}"""
    r"""|\bconfig\[['"](?:JWT_)?SECRET_KEY['"]\]\s*=\s*[bfru]?['"][^'"\n]{3,}"""
    r"""|(?m:^SECRET_KEY\s*=\s*[bfru]?['"][^'"\n]{3,})|\bcookie_secret\s*=\s*[bfru]?['"][^'"\n]{3,}"""
    r"""|\bsecret_key_base\s*=\s*['"][^'"\n]{3,}""",
    ("python", "ruby"),
    0.7,
    unless=r"(?i)environ|getenv|ENV\[|insecure-dev",
)
_PLAIN = frozenset(
    {
        "getBytes",
        "encode",
        "Buffer.from",
        "from",
        "byte",
        "bytes",
        "bytearray",
        "toByteArray",
        "unhexlify",
        "fromhex",
        "bytes.fromhex",
        "hex2bin",
        "GetBytes",
        "b64decode",
        "base64.b64decode",
        "base64_decode",
        "parse",
        "Hex.parse",
        "decodeHex",
        "decode",
        "as_bytes",
        "as_ref",
        "toCharArray",
        "SecretKeySpec",
        "Utf8.parse",
        "Algorithm.HMAC256",
        "createSecretKey",
        "TextEncoder.encode",
        "TextEncoder",
        "KeyParameter",
        "SymmetricSecurityKey",
        "hmacShaKeyFor",
        "InMemory.plainText",
        "plainText",
        "GetEncoding",
    }
)
_HOLDS = frozenset(
    {
        "Encoding",
        "StandardCharsets",
        "Charsets",
        "CryptoJS",
        "Base64",
        "Buffer",
        "bytes",
        "base64",
        "binascii",
        "Hex",
        "SignatureAlgorithm",
        "byte",
        "UTF_8",
        "Keys",
    }
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for one in (_OPTIONS, _SETTING):
        yield from spots(unit, side, ("secret", "keys"), (one,))
    for call in named(side, _KEYS.names):
        entry = _KEYS.entry(call)
        if not entry:
            continue
        place = _KEYS.table[entry]
        given = [argument(call, place, "key", "secret")] if place != -1 else list(call.args)
        if any(one is not None and _constant(side, one, call.line, call.function) for one in given):
            yield Sighting(span(call.line, call.end), {"call": short(call.path, 60)}, strength=0.7)


def _constant(side: Side, given: Argument, line: int, function: str) -> bool:
    """Whether a value is a text or bytes that stand in the source."""
    if given.literal is not None:
        return _text(given)
    if given.text[:1] in "{" or _rest(given.calls) or any("environ" in name or "env" in parts(name) for name in given.names):
        return False
    names = [name for name in given.names if not hit(name, _HOLDS)]
    if not names:
        return any(len(text) > 3 for text in given.strings)
    if len(names) != 1:
        return False
    value = origin(side, given, line, function)
    if value.request or value.given or _rest(value.calls):
        return False
    name = parts(names[0])[-1]
    made = [one for one in side.whole.assignments if name in (parts(target)[-1] for target in one.targets)]
    return bool(made) and all(
        _text(one.value) or (one.value.strings and not _rest(one.value.calls) and not _others(one.value)) for one in made
    )


def _text(given: Argument) -> bool:
    literal = given.literal or ""
    return len(literal) >= 3 and bool(re.match(r"""[bru]*["'`]""", given.text)) and "-----BEGIN PUBLIC" not in literal


def _rest(calls: tuple[str, ...]) -> bool:
    return any(not ends(call, _PLAIN) for call in calls)


def _others(given: Argument) -> bool:
    return any(not hit(name, _HOLDS) for name in given.names)


SIGNAL = Signal(
    id="hard-coded-key",
    title="A key written into the source",
    kind="pattern",
    category="hard-coded-credential",
    severity="high",
    languages=(WEB | C | {"rust"}) - {"html", "vue"},
    promise="Follows the key of a cipher, a signature, a token or a session and tells where it is a constant.",
    why="Everyone who sees the source or the program can read what is encrypted and sign what is trusted.",
    quiet="Keys from the environment, a store or a parameter.",
    remedy="Read the key from a secret store or the environment, and replace the one that was published.",
    cause="`{call}` takes a key that stands in the source.",
    since="0.2",
    maturity="stable",
    cwe="CWE-321",
    see=_see,
    fires=(
        Example(
            "python", 'import jwt\n\ndef sign(claims):\n    return jwt.encode(claims, "our little secret", algorithm="HS256")\n', line=4
        ),
        Example("javascript", 'function sign(claims) {\n  return jwt.sign(claims, "our little secret");\n}\n', line=2),
        Example(
            "java", ('class A {\n  Object key() {\n    return new SecretKeySpec("0011223344556677".getBytes(), "AES");\n  }\n}\n'), line=3
        ),
        Example(
            "go",
            ('package a\n\nfunc hide() (cipher.Block, error) {\n\tkey := []byte("0011223344556677")\n\treturn aes.NewCipher(key)\n}\n'),
            line=5,
        ),
        Example("javascript", 'app.use(session({ secret: "our little secret", cookie: { secure: true, httpOnly: true } }));\n', line=1),
    ),
    stays_quiet=(
        Example(
            "python", ('import os\nimport jwt\n\ndef sign(claims):\n    return jwt.encode(claims, os.environ["KEY"], algorithm="HS256")\n')
        ),
        Example("javascript", "function sign(claims) {\n  return jwt.sign(claims, process.env.KEY);\n}\n"),
        Example("go", "package a\n\nfunc hide(key []byte) (cipher.Block, error) {\n\treturn aes.NewCipher(key)\n}\n"),
        Example("java", 'class A {\n  Object key(byte[] raw) {\n    return new SecretKeySpec(raw, "AES");\n  }\n}\n'),
    ),
)
