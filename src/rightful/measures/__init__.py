"""Measures with doubt: practice, commitment, and the distance between them."""
