"""How far coders agree, what they say together, and how far a coder of ours is right."""
