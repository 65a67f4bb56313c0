"""The readings set against each other, and the theory's claims against the record."""
