"""Reports: what a person takes home from a result."""

from manager_quiz.records.reports.render import FORMATS, render, render_sheets

__all__ = ["FORMATS", "render", "render_sheets"]
