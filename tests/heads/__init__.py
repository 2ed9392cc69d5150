"""Tests of the trained parts and their artifact."""
