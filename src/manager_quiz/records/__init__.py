"""Answers and results as plain files."""
