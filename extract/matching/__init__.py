"""Matching: which indicator a figure states, with which measure, status and scope, and why."""
