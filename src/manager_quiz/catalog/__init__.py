"""What can be asked and recommended: typed content, read from YAML and checked."""
