"""What can be asked and recommended: typed content, read from YAML and checked."""

from manager_quiz.catalog.load import load_catalog, shipped_folder
from manager_quiz.catalog.model import Catalog, Form, Item, Role, Scale, Topic
from manager_quiz.catalog.problems import ContentError, Problem

__all__ = [
    "Catalog",
    "ContentError",
    "Form",
    "Item",
    "Problem",
    "Role",
    "Scale",
    "Topic",
    "load_catalog",
    "shipped_folder",
]
