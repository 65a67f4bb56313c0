"""Programs that are copied into a replication archive; they run there, without the command line."""
