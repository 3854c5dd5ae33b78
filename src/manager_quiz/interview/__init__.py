"""The quiz as a pure state machine."""
