"""The record: publishers' sources, the facts register, the store they are kept in."""
