"""Tests of hunkwise.judge."""
