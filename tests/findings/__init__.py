"""Tests of the findings dataset."""
