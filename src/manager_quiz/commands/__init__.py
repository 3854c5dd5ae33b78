"""One module per command: read options, call, show."""
