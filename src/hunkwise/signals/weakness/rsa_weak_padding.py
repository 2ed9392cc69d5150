"""RSA encryption without the padding that makes it safe."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import WEB, C

_STEMS = ("rsa", "pkcs1", "no_padding", "public_encrypt")
_WEAK = "uses RSA without OAEP"
_SHAPES = (
    shape(_WEAK, r"""\bCipher\.getInstance\(\s*"RSA(?:/\w*/(?:NoPadding|PKCS1Padding))?\"""", ("java", "kotlin")),
    shape(_WEAK, r"\bPKCS1_v1_5\.new\(", ("python",), nowhere=r"Signature"),
    shape(
        _WEAK,
        r"crypt\([^\n]{0,60}\bPKCS1v15\(\)|\b(?:public_encrypt|private_decrypt)\([^\n]{0,60}(?:pkcs1_padding|no_padding)",
        ("python",),
    ),
    shape(_WEAK, r"\bRSA_(?:PKCS1|NO)_PADDING\b", ("javascript", "typescript", "c", "cpp")),
    shape(_WEAK, r"\brsa\.(?:Encrypt|Decrypt)PKCS1v15(?:SessionKey)?\(", ("go",)),
    shape(
        _WEAK,
        r"\bRSAEncryptionPadding\.Pkcs1\b|\b[rR][sS][aA]\w*\.(?:Encrypt"
        r"|Decrypt)\([^\n;]{1,80},\s*(?:fOAEP\s*:\s*)?false\s*\)",
        ("csharp",),
    ),
    shape(
        _WEAK,
        r"\bOPENSSL_(?:NO_PADDING|PKCS1_PADDING)\b|\bopenssl_public_encrypt\([^,;]+,[^,;]+,[^,;)]+\)"
        r"|\bCRYPT_RSA_ENCRYPTION_PKCS1\b",
        ("php",),
        nowhere=r"OAEP",
    ),
    shape(
        _WEAK, r"\.(?:public_encrypt|private_decrypt)[ (][^,\n]{1,40}\)?\s*$|\b(?:PKCS1_PADDING|NO_PADDING)\b", ("ruby",), nowhere=r"OAEP"
    ),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="rsa-weak-padding",
    title="RSA without safe padding",
    kind="pattern",
    category="weak-cryptography",
    severity="medium",
    languages=(WEB | C) - {"html", "vue"},
    promise="Tells where RSA encrypts or decrypts with no padding or with that of PKCS#1 v1.5 instead of OAEP.",
    why=("Without it equal texts look equal and can be changed; with the old one an answer about its correctness lets others decrypt."),
    quiet="OAEP, signatures.",
    remedy="Encrypt with OAEP and SHA-256.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-780",
    see=_see,
    fires=(
        Example("java", 'class A {\n  Cipher make() throws Exception { return Cipher.getInstance("RSA/ECB/PKCS1Padding"); }\n}\n', line=2),
        Example(
            "go",
            ("package a\n\nfunc hide(k *rsa.PublicKey, t []byte) ([]byte, error) {\n\treturn rsa.EncryptPKCS1v15(rand.Reader, k, t)\n}\n"),
            line=4,
        ),
        Example(
            "python",
            ("from Crypto.Cipher import PKCS1_v1_5\n\ndef hide(key, text):\n    return PKCS1_v1_5.new(key).encrypt(text)\n"),
            line=4,
        ),
        Example(
            "csharp", "class A {\n  byte[] Hide(RSA rsa, byte[] t) { return rsa.Encrypt(t, RSAEncryptionPadding.Pkcs1); }\n}\n", line=2
        ),
    ),
    stays_quiet=(
        Example(
            "java",
            ('class A {\n  Cipher make() throws Exception { return Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding"); }\n}\n'),
        ),
        Example("python", ("from Crypto.Cipher import PKCS1_OAEP\n\ndef hide(key, text):\n    return PKCS1_OAEP.new(key).encrypt(text)\n")),
        Example(
            "go",
            (
                "package a\n\nfunc sign(k *rsa.PrivateKey, h []byte) ([]byte, error) {\n"
                "\treturn rsa.SignPSS(rand.Reader, k, crypto.SHA256, h, nil)\n}\n"
            ),
        ),
    ),
)
