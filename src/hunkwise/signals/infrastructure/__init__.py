"""Signals for what runs and ships the code: pipelines, container images, cloud and cluster settings."""
