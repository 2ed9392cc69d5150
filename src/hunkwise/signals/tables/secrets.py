"""Names and shapes of secrets, and values that everyone knows."""

import re

SECRET = frozenset({"password", "passwd", "pwd", "secret", "token", "passphrase", "apikey", "credential", "credentials", "pass"})
NOT_SECRET = frozenset({
    "field", "url", "uri", "path", "file", "name", "id", "type", "prefix", "label", "header", "regex", "pattern", "error", "message",
    "msg", "placeholder", "title", "hint", "param", "kind", "env", "var",
    "column", "attr", "class", "endpoint", "format", "length", "min", "max", "policy", "hash", "salt", "test", "dummy", "help", "text",
    "description", "prompt", "expired", "invalid", "re", "delimiter",
    "separator", "algorithm", "alg", "scheme", "input", "form", "view", "template", "key_name", "issuer", "scope", "audience", "grammar",
    "lexer", "css", "end", "start", "eof", "bos", "eos", "pad", "unk",
})  # fmt: skip
"""Words that make a name speak about a secret instead of holding one."""

HARMLESS = frozenset({
    "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "hunter2", "correct horse battery staple", "password123",
    "p@ssw0rd", "P@ssw0rd", "Passw0rd", "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
    "4eC39HqLyjWDarjtT1zdp7dc",
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709", "d41d8cd98f00b204e9800998ecf8427e",
})  # fmt: skip
"""Values from manuals and tutorials."""

PLACEHOLDER = re.compile(
    r"(?i)example|sample|placeholder|change.?me|replace.?me|your[_-]?|dummy|foo\b|foobar|test|fake|mock|redacted|masked|x{4,}|\*{3,}|\.{3}|\$\{|\{\{"
    r"|<[a-z _-]+>|%\(|%s|not.?a.?real"
    r"|insert|todo|secret[_-]?here|12345"
    r"|(?:0123|abcd|qwer)"
)

SHAPES = {
    "a private key": re.compile(
        r"-----BEGIN (?:RSA |EC |DSA |OPENSSH |PGP |ENCRYPTED )?PRIVATE KEY(?: BLOCK)?-----\s*\S{20}|-----BEGIN (?:RSA |EC |DSA "
        r"|OPENSSH )?PRIVATE KEY-----\\n\S{20}"),
    "an AWS access key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a GitHub token": re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_[A-Za-z0-9_]{60,}\b"),
    "a GitLab token": re.compile(r"\bglpat-[A-Za-z0-9_-]{20}\b"),
    "a Slack token": re.compile(r"\bxox[abprs]-[0-9A-Za-z-]{20,}"),
    "a Stripe key": re.compile(r"\b[rs]k_live_[0-9A-Za-z]{20,}"),
    "a Google API key": re.compile(r"\bAIza[0-9A-Za-z_-]{35}\b"),
    "an npm token": re.compile(r"\bnpm_[A-Za-z0-9]{36}\b"),
    "a PyPI token": re.compile(r"\bpypi-[A-Za-z0-9_-]{80,}"),
}  # fmt: skip

SHORTEST = 20
"""Characters that a secret of any of the shapes has at least."""
