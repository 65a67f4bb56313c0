"""Columns of the claims' frame beyond what always ships: one file a subject, found by its name."""
