"""Estimators, one file each, found because they are there."""
