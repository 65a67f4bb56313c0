"""What a state said against what it said, promised, is bound by, and did: the active search."""
