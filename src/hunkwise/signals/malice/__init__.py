"""Signals for code that means harm: payloads, exfiltration, hidden text."""
