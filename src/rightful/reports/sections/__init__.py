"""One file per section of the dossier; each is found because it is there."""
