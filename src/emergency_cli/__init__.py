"""Incident logger and checklist runner for a county public-service hall."""

__version__ = "0.1.0"
