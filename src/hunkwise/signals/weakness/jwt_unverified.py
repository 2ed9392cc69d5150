"""A signed token that is read without checking its signature."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import WEB

_STEMS = (
    "jwt",
    "jws",
    "jose",
    "verify_signature",
    "unverified",
    "validateissuer",
    "validatelifetime",
    "validateaudience",
    "signedtokens",
    "signaturevalidator",
    "signingmethodnone",
    "insecure",
    "unsecured",
    "skipsignature",
    "algorithm",
)
_OFF = "reads a token without checking its signature"
_NONE = "accepts tokens that nobody has signed"
_LESS = "leaves out a check of the token"
_SHAPES = (
    shape(
        _OFF,
        r"""\bjwt\.decode\([^\n]{0,160}\bverify\s*=\s*False|['"]verify_signature['"]\s*:\s*False"""
        r"""|\bget_unverified_claims\(|\bjws\.verify\([^\n]{0,160}\bverify\s*=\s*False|\bprocess_jwt\(""",
        ("python",),
    ),
    shape(
        _NONE,
        r"""\balgorithms?\s*=\s*\[?\s*['"]none['"]|\bjwt\.(?:de|en)code\([^\n]{0,160},\s*\[?['"]none['"]"""
        r"""|\bkey\s*=\s*None[^\n]{0,40}algorithm""",
        ("python",),
    ),
    shape(_LESS, r"""['"]verify_(?:exp|aud|iss|nbf)['"]\s*:\s*False|\bget_unverified_header\(""", ("python",), strength=0.5),
    shape(
        _NONE,
        r"""\balgorithms?['"]?\s*:\s*(?:\[[^\]\n]{0,60})?['"](?i:none)['"]|\bJWT\.(?:sign"""
        r"""|verify)\([^\n]{0,100}\bJWK\.None\b|\bnew\s+(?:jose\.)?UnsecuredJWT\b|\bUnsecuredJWT\.decode""",
        ("javascript", "typescript", "tsx"),
    ),
    shape(
        _OFF,
        r"""\b(?:jwt|jsonwebtoken|jsonWebToken|JWT)\.decode\(|\bjwt\.verify\([^,\n]{1,60},\s*(?:null|undefined"""
        r"""|false|['"]{2})\s*[,)]|\bjose\.decodeJwt\(|(?<![.\w])decodeJwt\("""
        r"""|\bjwt\.decode\([^,\n]+,[^,\n]+,\s*true\s*[,)]""",
        ("javascript", "typescript", "tsx"),
        strength=0.6,
        nowhere=r"\b(?:jwt|JWT|jsonwebtoken)\.verify\([^,\n]{1,60},\s*(?!null|undefined|false|['\"]{2})|jwtVerify\(",
    ),
    shape(
        _LESS,
        r"""\bignoreExpiration\s*:\s*true|\bcomplete\s*:\s*true[^\n]{0,30}\bverify\s*:\s*false""",
        ("javascript", "typescript", "tsx"),
        strength=0.6,
    ),
    shape(
        _NONE,
        r"""\bAlgorithm\.none\(\)|\bSignatureAlgorithm\.NONE\b|\bnew\s+PlainJWT\b|\bPlainJWT\.parse"""
        r"""|\bparseClaimsJwt\(|\bparsePlaintextJwt\(|\bAlgorithmIdentifiers\.NONE\b|\bJWSAlgorithm\.NONE\b"""
        r"""|\bunsecured\(\)""",
        ("java", "kotlin"),
    ),
    shape(
        _OFF,
        r"""\bJWT\.decode\(|\bJwts\.parser(?:Builder)?\(\)(?:\s*\.(?:build|require\w*"""
        r"""|setAllowedClockSkewSeconds)\([^()]*\))*\s*\.parse\(|\bsetSkipSignatureVerification\(\)"""
        r"""|\bsetDisableRequireSignature\(\)|\bSignedJWT\.parse\(""",
        ("java", "kotlin"),
        strength=0.6,
        nowhere=r"\.verify\(|\bverifyWith|JWTVerifier|JWTProcessor",
    ),
    shape(_OFF, r"""\.setSigningKey\([^\n]{1,80}?\)(?:\s*\.build\(\))?\s*\.parse\(""", ("java", "kotlin"), strength=0.7),
    shape(
        _LESS,
        r"""\b(?:ValidateIssuerSigningKey|ValidateLifetime|ValidateIssuer|ValidateAudience|RequireSignedTokens"""
        r"""|RequireExpirationTime|ValidateActor|RequireAudience)\s*=\s*false""",
        ("csharp",),
        strength=0.7,
    ),
    shape(
        _OFF,
        r"""\bSignatureValidator\s*=\s*(?:delegate|\(?\w+\s*,?\s*\w*\)?\s*=>)|\bDoNotVerifySignature\(\)"""
        r"""|\bMustVerifySignature\(\s*false|\bReadJwtToken\(|\bWithVerifySignature\(\s*false"""
        r"""|\bDecode\w*\([^\n]{1,80},\s*(?:verify\s*:\s*)?false\s*\)""",
        ("csharp",),
        strength=0.6,
        nowhere=r"\.ValidateToken(?:Async)?\(",
    ),
    shape(
        _OFF,
        r"""\.ParseUnverified\(|\bUnsafeAllowNoneSignatureType\b|\bSigningMethodNone\b"""
        r"""|\bUnsafeClaimsWithoutVerification\(|\bWithVerify\(\s*false|\bWithoutClaimsValidation\(\)"""
        r"""|\bParseInsecure\(|\bUnsafeSkipVerification""",
        ("go",),
        nowhere=r"\.ParseWithClaims\([^\n]*func",
    ),
    shape(
        _OFF,
        r"""\bJWT\.decode[ (][^\n]{1,60},\s*(?:nil|false|[\w@\[\]:.'"]+,\s*false)\b|\bJWT\.(?:en"""
        r"""|de)code[ (][^\n]{1,80}['"](?i:none)['"]""",
        ("ruby",),
    ),
    shape(
        _OFF,
        r"""\bnew\s+(?:Signer\\)?None\(\)|['"]alg['"]\s*=>\s*['"](?i:none)['"]"""
        r"""|\bJWT::decode\(\s*[^,\n()]{1,60}(?:\)|,\s*(?:null|false|['"]{2})\s*[,)])|\bforUnsecuredSigner\(\)"""
        r"""|\bJWT::decode\([^\n]{1,120}\[?['"]none['"]""",
        ("php",),
    ),
    shape(
        _OFF,
        r"""\bdangerous_(?:insecure_decode|unsafe_decode)\w*|\binsecure_disable_signature_validation\(\)"""
        r"""|\binsecure_decode\b|\bAlgorithm::None\b""",
        ("rust",),
    ),
    shape(_LESS, r"""\bvalidate_(?:exp|aud|nbf)\s*=\s*false""", ("rust",), strength=0.6),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="jwt-unverified",
    title="A token is trusted without its signature",
    kind="pattern",
    category="signature-verification",
    severity="high",
    languages=(WEB | {"rust"}) - {"html", "vue"},
    promise=(
        "Tells where a JSON web token or another signed token is decoded unverified, with the algorithm `none`, or with its checks off."
    ),
    why="Whoever writes such a token says who they are and what they may do.",
    quiet="Tokens verified with a key and a list of algorithms.",
    remedy=("Verify the token with its key, name the algorithms that are accepted, and keep the checks of time, issuer and audience."),
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-347",
    see=_see,
    fires=(
        Example(
            "python", ('import jwt\n\ndef who(token):\n    return jwt.decode(token, options={"verify_signature": False})["sub"]\n'), line=4
        ),
        Example("javascript", "function who(token) {\n  return jwt.decode(token).sub;\n}\n", line=2),
        Example(
            "javascript", 'function who(token, key) {\n  return jwt.verify(token, key, { algorithms: ["HS256", "none"] });\n}\n', line=2
        ),
        Example("java", "class A {\n  String who(String t) { return JWT.decode(t).getSubject(); }\n}\n", line=2),
        Example(
            "csharp",
            (
                "class A {\n"
                "  object Set() { return new TokenValidationParameters { ValidateIssuer = false, ValidateIssuerSigningKey = false }; }\n"
                "}\n"
            ),
            line=2,
        ),
        Example("go", "package a\n\nfunc who(p *jwt.Parser, t string) {\n\tp.ParseUnverified(t, jwt.MapClaims{})\n}\n", line=4),
        Example("ruby", "def who(token)\n  JWT.decode(token, nil, false)\nend\n", line=2),
    ),
    stays_quiet=(
        Example("python", 'import jwt\n\ndef who(token, key):\n    return jwt.decode(token, key, algorithms=["HS256"])["sub"]\n'),
        Example(
            "javascript",
            (
                "function who(token, key) {\n  const head = jwt.decode(token, { complete: true }).header;\n"
                '  return jwt.verify(token, keys[head.kid], { algorithms: ["RS256"] });\n}\n'
            ),
        ),
        Example("java", "class A {\n  String who(String t, JWTVerifier v) { return v.verify(t).getSubject(); }\n}\n"),
        Example("ruby", 'def who(token, key)\n  JWT.decode(token, key, true, { algorithm: "HS256" })\nend\n'),
    ),
)
