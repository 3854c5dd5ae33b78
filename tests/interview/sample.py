"""A questionnaire of seven items that has nothing to do with managers."""

from pathlib import Path

CONTENT = Path(__file__).parent / "content"
