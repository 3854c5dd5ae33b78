"""Answer sheets of many people, read and written in portions. Imports Polars (extra `batch`)."""
