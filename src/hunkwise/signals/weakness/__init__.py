"""Signals for code that is weak as it stands, whoever wrote it."""
