"""Measures by strand: one file, one final class that fulfils ``core.measure.Measure``."""
