"""Sentences generated from verdicts: plain words that claim nothing beyond the numbers."""
