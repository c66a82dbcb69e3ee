"""Dagster and the command line; calls the other rooms and has no logic of its own."""
