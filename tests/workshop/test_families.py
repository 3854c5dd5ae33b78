"""Families of roles: in the shipped content, and checked where an author writes them."""

import shutil
from pathlib import Path

import pytest

from manager_quiz.catalog.load import FILES, load_catalog, shipped_folder
from manager_quiz.errors import ContentError


def edited(folder: Path, old: str, new: str) -> Path:
    for name in FILES:
        shutil.copy(shipped_folder() / name, folder / name)
    roles = folder / "roles.yaml"
    text = roles.read_text("utf-8")
    assert old in text
    roles.write_text(text.replace(old, new), "utf-8")
    return folder


def test_every_shipped_role_is_in_one_of_five_families() -> None:
    catalog = load_catalog()
    families = [family.id for family in catalog.families]
    assert len(families) == 5
    assert {role.family for role in catalog.roles} == set(families)


def test_a_family_that_there_is_not_is_named_with_its_line(tmp_path: Path) -> None:
    folder = edited(tmp_path, "    family: technology\n", "    family: tecnology\n")
    with pytest.raises(ContentError) as wrong:
        load_catalog(folder)
    first = wrong.value.problems[0]
    assert first.line > 0
    assert "tecnology" in str(first)
    assert "technology" in str(first)


def test_where_there_are_families_every_role_is_in_one(tmp_path: Path) -> None:
    folder = edited(tmp_path, "    family: technology\n", "")
    with pytest.raises(ContentError, match="family"):
        load_catalog(folder)
