"""The coder's making and judging: gold codes, training, reports on how well it codes."""
