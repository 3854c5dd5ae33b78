"""What is said about a result, in the person's language: sentences, no layout."""
