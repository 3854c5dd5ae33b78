"""Which kind of manager could somebody be? An honest, offline career questionnaire."""

__version__ = "0.1.0"
