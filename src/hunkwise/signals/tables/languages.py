"""Groups of languages that share their flaws."""

ANY = frozenset({"any"})
C = frozenset({"c", "cpp"})
SCRIPT = frozenset({"javascript", "typescript", "tsx", "vue", "html"})
WEB = SCRIPT | {"python", "php", "ruby", "java", "kotlin", "csharp", "go", "perl"}
MANAGED = WEB | {"rust", "shell", "powershell"}
COMPILED = C | {"rust", "go", "csharp", "java", "kotlin"}
CODE = MANAGED | C | {"solidity", "sql", "lua"}
SOLIDITY = frozenset({"solidity"})
SETTINGS = frozenset({"dockerfile", "hcl", "json", "manifest", "toml", "workflow", "yaml"})
