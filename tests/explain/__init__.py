"""Tests of hunkwise.explain."""
