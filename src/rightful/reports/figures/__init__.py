"""Figures for manuscripts, as SVG, PDF or PNG; pages draw their own (``reports.charts``)."""
