"""One file per study that is rerun; found because it is there. See ``estimation/replication``."""
