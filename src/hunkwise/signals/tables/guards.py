"""Words by which a condition is known to be about who may do something, how much, or in what order."""

AUTHORISATION = frozenset({
    "auth", "authenticated", "authenticate", "authentication", "authorize", "authorized", "authorization", "authorise", "authorised",
    "permission", "permissions", "permitted", "permit",
    "perm", "perms", "privilege", "privileges", "privileged", "role", "roles", "admin", "superuser", "staff", "owner", "owns", "owned",
    "ownership", "acl", "allowed", "allow", "forbidden", "unauthorized",
    "access", "login", "logged", "session", "token", "csrf", "nonce", "signature", "signed", "verify", "verified", "credential",
    "credentials", "password", "passwd", "capable", "capability", "can", "grant",
    "granted", "denied", "deny", "root", "uid", "euid", "sudo", "secret", "hmac", "policy", "scope", "scopes", "jwt", "principal",
    "guard", "protected", "restricted", "tenant", "impersonate", "whitelist",
    "allowlist", "blacklist", "blocklist", "trusted", "untrusted", "safe", "sender", "onlyowner", "onlyrole", "onlyadmin", "initializer",
    "preauthorize", "secured", "rolesallowed", "anonymous",
    "authorizer", "authz", "authn", "caller", "cap", "capabilities", "origin", "valid", "validate", "validated", "validator",
    "certificate", "cert",
})  # fmt: skip
STRONG_AUTHORISATION = AUTHORISATION - {
    "can", "safe", "valid", "validate", "validated", "validator", "access", "session", "token", "root", "scope", "origin", "cap",
    "allow", "verify", "signed", "caller", "role", "guard", "policy", "password",
    "passwd", "cert", "certificate", "secret", "sender", "auth", "login", "grant", "scopes", "roles", "deny", "principal", "signature",
    "nonce",
}  # fmt: skip
"""Those that speak for themselves; the others need company."""

BOUND = frozenset({
    "len", "length", "size", "count", "sizeof", "strlen", "max", "min", "limit", "end", "remaining", "avail", "available", "left",
    "capacity", "offset", "off", "pos", "index", "idx", "num", "total",
    "width", "height", "depth", "bytes", "nbytes", "cap", "bufsize", "buflen", "datalen", "maxlen", "bound", "bounds", "range",
    "overflow", "n", "i", "sz", "nelem", "nelems", "entries", "stride", "rows",
    "cols", "channels", "level", "levels", "samples", "bits", "amount", "balance", "nr", "cnt", "space", "room", "INT", "UINT", "SIZE",
    "MAX", "MIN",
})  # fmt: skip
NOTHING = frozenset({"NULL", "nullptr", "null", "nil", "None", "undefined", "0", "''", '""', "False", "false"})

LIMITS = {
    # word: what it holds back
    "lock": "lock", "mutex": "lock", "synchronized": "lock", "rlock": "lock", "spin": "lock", "semaphore": "lock",
    "nonreentrant": "re-entrancy guard", "reentrancyguard": "re-entrancy guard",
    "transaction": "transaction", "atomic": "transaction", "transactional": "transaction", "ratelimit": "rate limit",
    "throttle": "rate limit", "limiter": "rate limit",
    "limit": "size limit", "timeout": "time limit", "deadline": "time limit", "maxbytesreader": "size limit",
    "limitreader": "size limit", "maxlength": "size limit", "bodylimit": "size limit",
    "maxsize": "size limit", "max": "size limit", "whennotpaused": "pause switch",
}  # fmt: skip
