"""Charts drawn by us as SVG: deterministic, labelled on the lines, one drawing per width."""
