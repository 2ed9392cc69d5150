"""A key that is too short."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import WEB, C

_STEMS = ("rsa", "dsa", "dh", "keypair", "keygenerator", "key_size", "keysize", "modulus", "secp1", "sect1", "192", "diffie")
_FEW = r"(?:256|384|512|768|1000|1024|1536|1[0-9]{3})\b"
_SHORT = "makes a key that is too short"
_SHAPES = (
    shape(
        _SHORT,
        rf"\b(?:RSA|DSA|ElGamal)\.generate\(\s*(?:bits\s*=\s*)?{_FEW}|\b(?:rsa|dsa)\.generate_(?:private_key"
        rf"|parameters)\([^)]{{0,120}}?(?<!\d){_FEW}|\bdh\.generate_parameters\([^)]{{0,80}}?(?<!\d){_FEW}"
        rf"|\brsa\.newkeys\(\s*{_FEW}|\bgenerate_key\(\s*[\w.]*TYPE_(?:RSA|DSA)\s*,\s*{_FEW}",
        ("python",),
    ),
    shape(
        "takes a curve that is too small",
        r"(?i)\bec\.(?:SECP192R1|SECT163[KR]\d|SECP160\w+)\b|\b(?:ECGenParameterSpec|getParameterSpec"
        r"|EllipticCurve\w*|createECDH|new_by_curve_name"
        r"|generate_ec_key)\(\s*['\"]?(?:NID_)?(?:X9_62_)?(?:secp1\d\d\w*|sect1\d\d\w*|prime192v\d|P-192"
        r"|c2pnb163v\d|brainpoolP160\w*)",
    ),
    shape(_SHORT, rf"\.(?:initialize|initialise)\(\s*{_FEW}", ("java", "kotlin"), nowhere=r"\"EC(?:DSA|DH)?\""),
    shape(_SHORT, r"\.initialize\(\s*(?:112|128|160|163|192)\b", ("java", "kotlin")),
    shape(_SHORT, rf"\bRSAKeyGenParameterSpec\(\s*{_FEW}|\.init\(\s*(?:40|56|64|80)\s*[,)]", ("java", "kotlin")),
    shape(_SHORT, rf"\brsa\.Generate(?:MultiPrime)?Key\([^\n]{{1,40}},\s*{_FEW}|\bdsa\.L1024N160\b", ("go",)),
    shape(
        _SHORT,
        rf"\b(?:RSACryptoServiceProvider|DSACryptoServiceProvider|RSACng|DSACng|RSAOpenSsl)\(\s*{_FEW}|\b(?:RSA"
        rf"|DSA)\.Create\(\s*{_FEW}|\bKeySize\s*=\s*(?:40|56|64|{_FEW})"
        rf"|\bRsaKeyGenerationParameters\([^)]{{0,60}},\s*{_FEW}",
        ("csharp",),
        nowhere=r"\bAes\b|Rijndael",
    ),
    shape(
        _SHORT,
        rf"\bmodulusLength\s*:\s*{_FEW}|\bcreateDiffieHellman\(\s*{_FEW}|\bNodeRSA\(\s*\{{\s*b\s*:\s*{_FEW}"
        rf"|\bgenerateKeyPair(?:Sync)?\(\s*\{{?\s*(?:bits\s*:\s*)?{_FEW}"
        rf"|\bgetDiffieHellman\(\s*['\"]modp[125]['\"]",
        ("javascript", "typescript", "tsx"),
    ),
    shape(
        _SHORT,
        rf"\bRSA_generate_key\(\s*{_FEW}|\bRSA_generate_key_ex\([^,]{{1,40}},\s*{_FEW}|_set_(?:rsa_keygen"
        rf"|dsa_paramgen|dh_paramgen_prime)_(?:bits|len)\([^,]{{1,40}},\s*{_FEW}|\bD(?:SA"
        rf"|H)_generate_parameters(?:_ex)?\([^,]{{0,30}},?\s*{_FEW}|\bEVP_RSA_gen\(\s*{_FEW}",
        ("c", "cpp"),
    ),
    shape(_SHORT, rf"\b(?:RSA|DSA|DH)\.(?:new|generate)[\s(]+{_FEW}", ("ruby",)),
    shape(_SHORT, rf"['\"]private_key_bits['\"]\s*=>\s*{_FEW}|\bcreateKey\(\s*{_FEW}", ("php",)),
    shape(_SHORT, rf"\bRsa::generate\(\s*{_FEW}|\bRsaPrivateKey::new(?:_with_exp)?\([^,\n]{{1,40}},\s*{_FEW}", ("rust",)),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="weak-key-size",
    title="A key that is too short",
    kind="pattern",
    category="weak-cryptography",
    severity="medium",
    languages=(WEB | C | {"rust"}) - {"html", "vue"},
    promise=(
        "Tells of RSA, DSA and Diffie-Hellman keys under 2048 bits, of symmetric keys under 128 bits and of elliptic curves under 224 bits."
    ),
    why="Such keys can be computed by whoever has the means, and everything they protect with them.",
    quiet="2048 bits and more, 128 bits and more for symmetric keys, curves of 224 bits and more.",
    remedy="Take 3072 bits for RSA, a curve of 256 bits, 128 or 256 bits for a symmetric key.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-326",
    see=_see,
    fires=(
        Example(
            "python",
            (
                "from cryptography.hazmat.primitives.asymmetric import rsa\n\n"
                "key = rsa.generate_private_key(public_exponent=65537, key_size=1024)\n"
            ),
            line=3,
        ),
        Example(
            "java",
            (
                "class A {\n  void make() throws Exception {\n"
                '    KeyPairGenerator g = KeyPairGenerator.getInstance("RSA");\n    g.initialize(1024);\n  }\n}\n'
            ),
            line=4,
        ),
        Example("go", "package a\n\nfunc key() (*rsa.PrivateKey, error) {\n\treturn rsa.GenerateKey(rand.Reader, 1024)\n}\n", line=4),
        Example("csharp", "class A {\n  RSA Make() { return new RSACryptoServiceProvider(1024); }\n}\n", line=2),
        Example("javascript", 'const pair = crypto.generateKeyPairSync("rsa", { modulusLength: 1024 });\n', line=1),
        Example("c", "RSA *make(void) {\n  return RSA_generate_key(1024, 65537, NULL, NULL);\n}\n", line=2),
    ),
    stays_quiet=(
        Example(
            "python",
            (
                "from cryptography.hazmat.primitives.asymmetric import rsa\n\n"
                "key = rsa.generate_private_key(public_exponent=65537, key_size=3072)\n"
            ),
        ),
        Example(
            "java",
            (
                "class A {\n  void make() throws Exception {\n"
                '    KeyPairGenerator g = KeyPairGenerator.getInstance("EC");\n    g.initialize(256);\n  }\n}\n'
            ),
        ),
        Example("go", "package a\n\nfunc key() (*rsa.PrivateKey, error) {\n\treturn rsa.GenerateKey(rand.Reader, 4096)\n}\n"),
    ),
)
