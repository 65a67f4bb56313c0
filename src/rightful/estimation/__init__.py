"""Whether the claims hold: designs, estimators, the grid, size and power, verdicts."""
