"""The coder: transparent rules with scope first, a calibrated layer on top, doubt said."""
