"""Signals for manifests and pipelines: what runs at install time or in a workflow, and where dependencies come from."""
