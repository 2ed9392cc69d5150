"""The versions that an output names."""

VERSION = "0.1.0"
"""Of the program (semantic versioning)."""

REPORT_VERSION = "1"
"""Of the JSON report; raised only when a reader of the old one would break."""
