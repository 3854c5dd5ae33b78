"""What loading promises beyond faults: no surprise exceptions, no hidden order, one meaning."""

import copy
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from manager_quiz.catalog import load as load_module
from manager_quiz.catalog.load import COMPILED, FILES, compile_content, load_catalog, shipped_folder
from manager_quiz.catalog.model import Catalog
from manager_quiz.errors import ContentError, Problem
from program import SMALL

TREES = [yaml.safe_load((SMALL / name).read_text("utf-8")) for name in FILES]


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of everything inside a tree."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, part in inside:
        found.append((*path, key))
        if isinstance(part, dict | list):
            found += places(part, (*path, key))
    return found


PLACES = [(index, path) for index, tree in enumerate(TREES) for path in places(tree)]
OTHER_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1000, 1000) | st.just(10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=("C",)), max_size=8),
    st.lists(st.integers() | st.text("abc", max_size=3), max_size=3),
    st.dictionaries(st.sampled_from(["id", "en", "ru", "x"]), st.text("ab", max_size=3)),
    st.just([[[{}]]]),
)
MUTATIONS = st.lists(
    st.tuples(st.sampled_from(PLACES), st.just("delete") | st.tuples(OTHER_VALUES)),
    min_size=1,
    max_size=3,
)


@settings(max_examples=120)
@given(mutations=MUTATIONS)
def test_mutated_content_loads_or_is_told_of_by_line(
    mutations: list[tuple[tuple[int, tuple[str | int, ...]], Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    trees = copy.deepcopy(TREES)
    for (index, path), change in mutations:
        parent = trees[index]
        try:
            for step in path[:-1]:
                parent = parent[step]
            if change == "delete":
                del parent[path[-1]]
            else:
                parent[path[-1]] = change[0]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier mutation took away what this one changes
    folder = tmp_path_factory.getbasetemp() / "mutated"
    folder.mkdir(exist_ok=True)
    for name, tree in zip(FILES, trees, strict=True):
        (folder / name).write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    for problem in problems_of(folder):
        assert problem.line > 0
        assert "\n" not in str(problem)


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """What is wrong with content; other exceptions than ContentError go through."""
    try:
        load_catalog(folder)
    except ContentError as error:
        return error.problems or pytest.fail("content is refused without a reason")
    return ()


def rewritten(folder: Path, reverse: tuple[str, ...]) -> Catalog:
    """The small questionnaire with the entries of these lists the other way round."""
    folder.mkdir()
    for name, tree in zip(FILES, copy.deepcopy(TREES), strict=True):
        for key in reverse:
            if key in tree:
                tree[key].reverse()
        (folder / name).write_text(yaml.safe_dump(tree, sort_keys=True), "utf-8")
    return load_catalog(folder)


@pytest.mark.parametrize("part", ["scales", "items", "forms", "levels", "roles", "topics"])
def test_the_order_of_entries_changes_nothing_but_the_order(tmp_path: Path, part: str) -> None:
    straight, turned = rewritten(tmp_path / "a", ()), rewritten(tmp_path / "b", (part,))
    assert getattr(turned, part) == tuple(reversed(getattr(straight, part)))
    for other in {"scales", "items", "forms", "levels", "roles", "topics"} - {part}:
        assert getattr(turned, other) == getattr(straight, other)


def test_the_order_of_sources_changes_nothing(tmp_path: Path) -> None:
    assert rewritten(tmp_path / "a", ()).roles == rewritten(tmp_path / "b", ("sources",)).roles


def test_the_order_of_keys_changes_nothing(tmp_path: Path) -> None:
    catalog = rewritten(tmp_path / "sorted", ())
    assert catalog.roles == load_catalog(SMALL).roles
    assert catalog.items == load_catalog(SMALL).items


def test_reverse_keyed_items_give_their_points_downwards() -> None:
    items = load_catalog(SMALL).item_by_id
    assert [choice.points["depth"] for choice in items["depth-1"].choices] == [
        0,
        0.25,
        0.5,
        0.75,
        1,
    ]
    assert [choice.points["depth"] for choice in items["depth-2"].choices] == [
        1,
        0.75,
        0.5,
        0.25,
        0,
    ]
    assert [choice.points["product"] for choice in items["product-2"].choices] == [1, 0]
    assert [choice.answer for choice in items["product-2"].choices] == [1, 2]


def test_what_is_left_out_has_a_sensible_value() -> None:
    catalog = load_catalog(SMALL)
    assert catalog.item_by_id["depth-1"].weight == 1
    assert catalog.role_by_id["hr-manager"].duties == ()
    assert catalog.form_by_id["quick"].minutes == pytest.approx(4 * 7 / 60)


def test_content_without_the_language_asked_for_is_read_in_its_first() -> None:
    assert load_catalog(SMALL, "fr").language == "en"
    assert load_catalog(SMALL, "fr").roles == load_catalog(SMALL, "en").roles


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Path]:
    """Puts content where an installed program has it, with its compiled form."""

    def install(content: Path) -> Path:
        compiled = tmp_path / "compiled_for_a_test"
        compiled.mkdir()
        for name, source in compile_content(content).items():
            (compiled / name).write_text(source, "utf-8")
        shutil.copytree(content, tmp_path / "data")
        monkeypatch.syspath_prepend(tmp_path)
        for module in [each for each in sys.modules if each.startswith(compiled.name)]:
            monkeypatch.delitem(sys.modules, module)
        monkeypatch.setattr(load_module, "_PACKAGE", tmp_path)
        monkeypatch.setattr(load_module, "COMPILED", compiled.name)
        return tmp_path / "data"

    return install


@pytest.mark.parametrize("language", ["en", "ru"])
def test_compiled_content_is_the_same_catalog(
    installed: Callable[[Path], Path],
    monkeypatch: pytest.MonkeyPatch,
    shipped: dict[str, Catalog],
    language: str,
) -> None:
    installed(shipped_folder())
    monkeypatch.setattr(load_module, "parse_yaml", None)  # the compiled form needs no YAML
    assert load_catalog(language=language) == shipped[language]
    assert load_catalog(language="fr") == shipped["en"]


def test_compiled_content_is_ignored_once_the_yaml_has_changed(
    installed: Callable[[Path], Path],
) -> None:
    roles = installed(SMALL) / "roles.yaml"
    roles.write_text(roles.read_text("utf-8").replace("HR manager", "Head of people"), "utf-8")
    assert load_catalog().role_by_id["hr-manager"].name == "Head of people"


def test_one_s_own_folder_never_uses_compiled_content(
    installed: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(SMALL)
    monkeypatch.setattr(load_module, "parse_yaml", None)
    assert load_catalog().version == "1"
    with pytest.raises(TypeError):
        load_catalog(SMALL)


def test_the_build_hook_puts_the_compiled_content_into_wheels_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = shipped_folder().parent
    if not (root / "build_hook.py").exists():
        pytest.skip("there is a build hook in a checkout only")
    interface = SimpleNamespace(BuildHookInterface=object)
    monkeypatch.setitem(sys.modules, "hatchling.builders.hooks.plugin.interface", interface)
    monkeypatch.setattr(sys, "path", list(sys.path))
    namespace: dict[str, Any] = {"__name__": "build_hook"}
    exec((root / "build_hook.py").read_text("utf-8"), namespace)  # as hatchling does
    namespace["compile_messages"] = lambda locale: None
    hook = namespace["CustomBuildHook"]()
    hook.root, hook.directory, hook.target_name = str(root), str(tmp_path / "dist"), "wheel"
    wheel: dict[str, Any] = {"force_include": {}}
    hook.initialize("standard", wheel)
    [(file, place)] = wheel["force_include"].items()
    assert place.replace("/", ".") == COMPILED
    made = {each.name: each.read_text("utf-8") for each in Path(file).iterdir()}
    assert made == compile_content(shipped_folder())
    editable: dict[str, Any] = {"force_include": {}}
    hook.initialize("editable", editable)
    assert editable == {"force_include": {}}
