"""A workshop is a folder: its settings, its content, and one file for each person's result.

    workshop.json    name, form, language, which content
    content/         roles.yaml and questions.yaml as they were when the workshop was opened
    results/         CODE.json, one for each person who has finished
    journals/        CODE/, one for each person who has not
    pins/            CODE.json, the second secret of each person, hashed
    handouts/        reports to print, once they have been written

Nothing that two machines share is ever rewritten, so that the folder can lie on a network
share, be carried on a stick or travel as an archive. Who may read its files is for the folder
to say.
"""
