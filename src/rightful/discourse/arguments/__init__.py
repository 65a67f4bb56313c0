"""Arguments: which of a government's defences stand against its own word, law and the record."""
