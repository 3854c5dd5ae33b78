"""Answers to scale scores to a ranking, over arrays. Imports NumPy."""
