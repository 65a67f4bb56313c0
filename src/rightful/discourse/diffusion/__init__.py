"""Power of organizations in words: terms that spread, echoes, labels, contestation, entrapment."""
