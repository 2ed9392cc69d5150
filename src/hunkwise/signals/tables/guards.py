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

FORGERY = frozenset({"csrf", "xsrf", "forgery", "antiforgery"})
SIGNATURE = frozenset({"signature", "signatures", "hmac", "checksum", "digest", "jws", "sig", "fingerprint", "certificate", "cert", "gpg"})
OWNERSHIP = frozenset({"owner", "owns", "owned", "ownership"})
WHOSE = frozenset({"user", "author", "creator", "tenant", "account", "customer", "member", "organization", "organisation", "org", "team"})
"""Two of these compared with each other ask whose a thing is."""
AUTHENTICATION = frozenset({
    "authenticated", "authenticate", "authentication", "authn", "login", "logged", "anonymous", "session", "credential", "credentials",
    "password", "passwd", "token", "jwt", "auth", "unauthenticated",
})  # fmt: skip
PERMISSION = frozenset({
    "permission", "permissions", "permitted", "permit", "perm", "perms", "privilege", "privileges", "privileged", "role", "roles", "admin",
    "superuser", "staff", "acl", "authorize", "authorized", "authorise", "authorised", "authorization", "authz", "capable", "capability",
    "capabilities", "preauthorize", "rolesallowed", "onlyrole", "onlyadmin", "sudo", "root", "uid", "euid", "policy", "grant", "granted",
})  # fmt: skip
DEPTH = frozenset({
    "depth", "recursion", "recursive", "recurse", "nesting", "nested", "nest", "levels", "hops", "redirects", "iterations", "attempts",
    "retries", "tries", "loops",
})  # fmt: skip
SIZE = frozenset({
    "len", "length", "size", "sizeof", "strlen", "bytes", "nbytes", "sz", "capacity", "remaining", "avail", "available", "bufsize",
    "buflen", "datalen", "maxlen", "space", "room", "limit", "nelem", "nelems",
})  # fmt: skip
RESULT = frozenset({"ret", "rc", "err", "res", "status", "r", "result", "ok", "error", "rv", "retval", "success", "st", "rval"})
"""Words for the result of a call."""

HOLDS = {
    # name in lower case without separators: what it is
    **dict.fromkeys((
        "lock", "rlock", "mutex", "mutexlock", "pthreadmutexlock", "spinlock", "spinlockirqsave", "acquire", "synchronized", "semaphore",
        "writelock", "readlock", "downwrite", "flock", "lockf",
        "lockguard", "uniquelock", "scopedlock", "mu.lock", "enterlock", "rcureadlock", "locksock", "devicelock", "kernellock",
        "inodelock",
    ), "a lock"),
    **dict.fromkeys(("nonreentrant", "reentrancyguard", "noreentrancy", "noreentrant", "lockmodifier"), "a re-entrancy guard"),
    **dict.fromkeys(("transaction", "atomic", "transactional", "begintransaction", "transaction.atomic", "selectforupdate",
    "withtransaction"), "a transaction"),
    **dict.fromkeys(("ratelimit", "ratelimited", "throttle", "limiter", "limiter.limit", "ratelimiter", "slowdown", "throttleclasses",
    "limitrequests"), "a rate limit"),
    **dict.fromkeys(("timeout", "settimeout", "deadline", "withtimeout", "setdeadline", "setreaddeadline", "requesttimeout",
    "connecttimeout", "readtimeout"), "a time limit"),
    **dict.fromkeys((
        "maxbytesreader", "limitreader", "maxlength", "bodylimit", "maxsize", "maxbytes", "limitedreader", "maxcontentlength",
        "maxbodysize", "maxdepth", "maxfilesize", "sizelimit", "maxpayload",
    ), "a size limit"),
    **dict.fromkeys(("whennotpaused", "notpaused"), "a pause switch"),
}  # fmt: skip
"""Names of locks, transactions and limits."""
