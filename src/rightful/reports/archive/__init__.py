"""A replication archive: what it says of itself, for people (README) and machines (RO-Crate)."""
