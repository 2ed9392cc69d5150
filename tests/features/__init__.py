"""Tests of what the models see of code."""
