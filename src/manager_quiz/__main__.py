"""`python -m manager_quiz`."""

from manager_quiz.commands.app import app

app(prog_name="manager-quiz")
