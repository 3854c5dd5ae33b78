"""`init`, `check` and `--data`: content of one's own, up to one that has nothing in common."""

import json
from pathlib import Path

import pytest
import yaml

from manager_quiz.catalog.load import FILES, load_catalog, shipped_folder
from manager_quiz.catalog.model import KINDS, Catalog
from manager_quiz.catalog.questions import ITEM_KINDS
from program import SMALL, Run

SHEET = "".join(f"{scale}-7: {step}\n" for step, scale in enumerate(("wind", "wasser", "erde"), 5))
SHEET += "".join(f"{scale}-7: 1\n" for scale in ("feuer", "holz", "metall"))


def test_init_then_check_then_take(run: Run, shipped: dict[str, Catalog], tmp_path: Path) -> None:
    asked = [item.id for item in shipped["en"].items if item.scale == "technology"]
    folder = tmp_path / "new" / "mine"
    assert run("init", folder).code == 0
    assert sorted(file.name for file in folder.iterdir()) == ["questions.yaml", "roles.yaml"]
    assert run("check", folder).code == 0
    outcome = run(
        *("take", "--data", folder, "--answers", "-", "--json"),
        stdin="".join(f"{id}: 4\n" for id in asked).encode(),
    )
    assert outcome.code == 0
    assert len(json.loads(outcome.out)["ranking"]) == 16


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_small_beginning_is_in_one_language_in_order_and_shows_every_feature(
    run: Run, tmp_path: Path, language: str
) -> None:
    folder = tmp_path / "mine"
    assert run("init", folder, "--small", "--lang", language).code == 0
    outcome = run("check", folder, "--lang", language)
    assert (outcome.code, outcome.err) == (0, "")
    catalog = load_catalog(folder, language)
    assert catalog.languages == (language,)
    assert (len(catalog.roles), len(catalog.items), len(catalog.families)) == (3, 12, 2)
    assert len(catalog.forms) == 2
    assert {scale.kind for scale in catalog.scales} == set(KINDS)
    assert {item.kind.key for item in catalog.items} == {kind.key for kind in ITEM_KINDS}
    assert {item.scale for item in catalog.items if item.reverse} == {s.id for s in catalog.scales}
    assert catalog.managing
    assert catalog.without_managing
    for role in catalog.roles:
        assert all((role.family, role.brief, role.summary, role.cautions, role.try_next))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_small_beginning_can_be_taken_at_once(run: Run, tmp_path: Path, language: str) -> None:
    run("init", tmp_path / "mine", "--small", "--lang", language)
    catalog = load_catalog(tmp_path / "mine", language)
    sheet = "".join(f"{item.id}: {item.choices[-1].answer}\n" for item in catalog.items)
    command = ("take", "--data", tmp_path / "mine", "--answers", "-", "--lang", language)
    for more in ((), ("--details",), ("--json",)):
        outcome = run(*command, *more, stdin=sheet.encode())
        assert (outcome.code, outcome.err) == (0, "")
        assert any(role.name in outcome.out for role in catalog.roles) or more == ("--json",)


def test_small_beginnings_say_the_same_in_every_language() -> None:
    """Ids, keys and figures; the texts differ."""

    def bones(value: object) -> object:
        if isinstance(value, dict) and len(value) == 1 and set(value) <= {"en", "ru"}:
            return "text"
        if isinstance(value, dict):
            return {key: bones(each) for key, each in value.items() if key != "languages"}
        return [bones(each) for each in value] if isinstance(value, list) else value

    for name in FILES:
        english, russian = (
            bones(yaml.safe_load((shipped_folder() / "small" / each / name).read_text("utf-8")))
            for each in ("en", "ru")
        )
        assert english == russian


def test_a_small_beginning_for_a_language_that_has_none_is_in_english(
    run: Run, tmp_path: Path
) -> None:
    assert run("init", tmp_path / "mine", "--small", MANAGER_QUIZ_LANG="fr").code == 0
    assert load_catalog(tmp_path / "mine").languages == ("en",)


def test_init_says_what_to_type_next_in_lines_that_can_be_copied(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / ("a rather long name " * 5).strip()
    lines = run("init", folder, width=40).out.splitlines()
    assert lines[1:] == [f"manager-quiz check '{folder}'", f"manager-quiz take --data '{folder}'"]


@pytest.mark.parametrize("there", ["roles.yaml", "questions.yaml"])
def test_init_overwrites_nothing(run: Run, tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine", "utf-8")
    outcome = run("init", tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"{tmp_path / there} is there already")
    assert outcome.err.count("\n") == 1
    assert [file.name for file in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text("utf-8") == "mine"


def test_init_where_a_file_is_in_the_way_fails_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        outcome = run("init", folder)
        assert outcome.code == 1
        assert outcome.err.startswith(f"{folder} can't be written: ")
        assert outcome.err.count("\n") == 1


def test_check_counts_what_there_is(run: Run) -> None:
    counts = json.loads(run("check", SMALL, "--json").out)
    assert counts.pop("sha256")
    assert counts == {
        "schema": "manager-quiz/check@1",
        "version": "1",
        "languages": ["en", "ru"],
        "roles": 3,
        "scales": 3,
        "items": 7,
        "forms": {"full": 7, "quick": 4},
    }
    assert "The content is in order. Roles: 3, scales: 3, questions: 7" in run("check", SMALL).out


def test_check_takes_the_folder_either_way_and_the_shipped_content_without(run: Run) -> None:
    assert run("check", SMALL) == run("check", "--data", SMALL)
    assert json.loads(run("check", "--json").out)["roles"] == 16


@pytest.mark.parametrize("option", ["--json", "--plain", "--lang=en"])
def test_a_missing_folder_is_told_of(run: Run, tmp_path: Path, option: str) -> None:
    outcome = run("roles", "--data", tmp_path / "none", option)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.splitlines() == [
        f"{tmp_path / 'none' / name}: there is no such file"
        for name in ("questions.yaml", "roles.yaml")
    ]


def test_doctor_tells_versions_and_places(run: Run, tmp_path: Path) -> None:
    facts = json.loads(run("doctor", "--json", "--data", SMALL, "--lang", "ru", width=72).out)
    assert facts["schema"] == "manager-quiz/doctor@1"
    assert facts["content"] == str(SMALL)
    assert facts["content version"] == "1"
    assert facts["personal folder"] == str(tmp_path / "home")
    assert (facts["language"], facts["width"], facts["interactive"]) == ("ru", 72, False)
    assert {"manager-quiz", "python", "system", "typer", "rich", "numpy"} <= facts.keys()


def test_doctor_never_breaks_a_line(run: Run) -> None:
    shown = run("doctor", width=40).out.splitlines()
    assert f"content sha256: {json.loads(run('doctor', '--json').out)['content sha256']}" in shown


# ------------------------------------------------------------- a foreign questionnaire


def test_a_foreign_questionnaire_is_in_order(run: Run, foreign: Path) -> None:
    counts = json.loads(run("check", foreign, "--json").out)
    assert (counts["roles"], counts["scales"], counts["items"]) == (200, 6, 24)
    assert counts["languages"] == ["de"]


@pytest.mark.parametrize("language", ["en", "ru", "de"])
def test_its_texts_are_shown_whatever_language_the_program_speaks(
    run: Run, foreign: Path, language: str
) -> None:
    outcome = run("describe", "beruf-7", "--data", foreign, "--lang", language)
    assert (outcome.code, outcome.err) == (0, "")
    assert "Beruf 7" in outcome.out
    assert "Wasser" in outcome.out


@pytest.mark.parametrize("option", ["--json", "--plain", "--lang=ru"])
def test_its_roles_are_listed_and_compared(run: Run, foreign: Path, option: str) -> None:
    listed = run("roles", "--data", foreign, option)
    assert listed.code == 0
    assert "beruf-200" in listed.out
    compared = run("compare", "Beruf 1", "beruf-2", "BERUF-3", "--data", foreign, option)
    assert compared.code == 0
    assert "Beruf 3" in compared.out


def test_its_roles_without_levels_are_told_of_without_them(run: Run, foreign: Path) -> None:
    assert "Level" not in run("roles", "--data", foreign, "--plain").out
    assert "Level:" not in run("describe", "beruf-1", "--data", foreign).out


def test_its_answers_are_scored(run: Run, foreign: Path) -> None:
    outcome = run("take", "--data", foreign, "--answers", "-", "--json", stdin=SHEET.encode())
    document = json.loads(outcome.out)
    assert document["form"] == "kurz"
    assert document["language"] == "de"
    scores = {scale["id"]: scale["score"] for scale in document["scales"]}
    assert scores["erde"] == 100
    assert scores["wind"] == pytest.approx(100 * 4 / 6)
    assert scores["feuer"] == 0
    assert len(document["ranking"]) == 200


def test_its_widths_and_situations_are_scored(run: Run, foreign: Path) -> None:
    sheet = "wind-2: 2\nwind-4: 1\nwind-7: 7\nwind-lage: so\nmetall-lage: anders\n"
    outcome = run("take", "--data", foreign, "--answers", "-", "--json", stdin=sheet.encode())
    document = json.loads(outcome.out)
    assert document["form"] == "lang"
    assert {scale["id"]: scale["score"] for scale in document["scales"]}["wind"] == 100


@pytest.mark.parametrize("width", [40, 100])
def test_its_result_is_shown(run: Run, foreign: Path, width: int) -> None:
    command = ("take", "--data", foreign, "--answers", "-", "--details")
    outcome = run(*command, stdin=SHEET.encode(), width=width)
    assert (outcome.code, outcome.err) == (0, "")
    assert max(map(len, outcome.out.splitlines())) <= width


def test_its_faults_are_told_like_any_others(run: Run, foreign: Path) -> None:
    sheet = b"wind-2: 3\nwind-lage: vielleicht\nleadership-1: 5\n"
    outcome = run("take", "--data", foreign, "--answers", "-", stdin=sheet)
    assert outcome.code == 2
    assert outcome.err.splitlines() == [
        "answers:1: 3 is no answer to wind-2, expected one of: 1, 2",
        "answers:2: 'vielleicht' is no answer to wind-lage, expected one of: so, anders",
        "answers:3: there is no question leadership-1, perhaps: -",
    ]


# ------------------------------------------------------------- a language with a region


@pytest.fixture
def regional(tmp_path: Path) -> Path:
    """The small questionnaire with `pt-br` in the place of Russian."""
    for file in SMALL.iterdir():
        text = file.read_text("utf-8").replace("[en, ru]", "[en, pt-br]").replace("ru:", "pt-br:")
        (tmp_path / file.name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("named", ["pt-br", "pt_BR", "PT-BR", "pt_BR.UTF-8", "pt"])
def test_a_language_with_a_region_is_found_in_every_form_it_is_named_in(
    run: Run, regional: Path, named: str
) -> None:
    command = ("describe", "hr-manager", "--data", regional, "--json")
    asked = json.loads(run(*command, "--lang", named).out)
    assert (asked["language"], asked["name"]) == ("pt-br", "HR-менеджер")
    elsewhere = {"MANAGER_QUIZ_LANG": "", "LANGUAGE": "", "LANG": named}
    assert json.loads(run(*command, **elsewhere).out) == asked


def test_a_region_that_content_does_not_have_is_its_language_or_told_of(
    run: Run, regional: Path
) -> None:
    assert json.loads(run("describe", "hr-manager", "--lang", "ru_UA", "--json").out)[
        "language"
    ] == ("ru")
    outcome = run("describe", "hr-manager", "--data", regional, "--lang", "pt_PT")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "There is no language pt-pt; choose one of: en, ru, pt-br\n"


def test_a_workshop_s_language_is_kept_as_the_content_calls_it(
    run: Run, regional: Path, tmp_path: Path
) -> None:
    room = tmp_path / "room"
    opened = run("workshop", "open", "Room", "--dir", room, "--data", regional, "--lang", "PT_br")
    assert opened.code == 0, opened.err
    assert '"pt-br"' in next(room.glob("*.json")).read_text("utf-8")
    assert run("workshop", "board", room, "--lang", "pt", "--once").code == 0
