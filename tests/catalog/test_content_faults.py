"""Whatever is wrong with content is told at its file and line, all of it at once."""

import json
import re
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from manager_quiz.catalog.load import FILES, load_catalog
from manager_quiz.catalog.yaml_file import MAX_BYTES
from manager_quiz.errors import ContentError
from program import Run

Q, R = FILES


def faults(folder: Path) -> list[str]:
    """What the loader says, with the folder left out."""
    with pytest.raises(ContentError) as caught:
        load_catalog(folder)
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Replaces the first `old` in a file and says on which line it was."""
    file = folder / name
    text = file.read_text("utf-8")
    assert old in text, f"{old!r} is no longer in the small questionnaire"
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


class Fault(NamedTuple):
    """A replacement in a valid file, and what is said of it.

    `below` is how many lines after the start of `old` the fault is told of.
    """

    file: str
    old: str
    new: str
    said: str
    below: int = 0


FAULTS = {
    "unknown scale of an item": Fault(
        Q, "scale: depth\n    text", "scale: dept\n    text", "items[0].scale: dept is unknown, pe"
    ),
    "unknown scale among an option's points": Fault(
        Q, "{talk: 0, depth: 0.5}", "{talk: 0, dept: 0.5}", "points.dept: unknown key, expected on"
    ),
    "unknown scale in a profile": Fault(
        R, "      talk: {level: 65}", "      tale: {level: 65}", "profile.tale: unknown key"
    ),
    "missing language": Fault(
        Q,
        '{en: "Not at all", ru: "Совсем нет"}',
        '{en: "Not at all"}',
        "answers[0]: the text in ru is missing",
    ),
    "language that the content doesn't have": Fault(
        R,
        "ru: нижнее звено",
        "ru: нижнее звено, de: unten",
        "levels[0].name.de: the languages are en, ru, but this text is in de",
    ),
    "empty text": Fault(
        R, 'en: "What to buy"', 'en: " "', "roles[0].decides[0].en: expected a text, found ' '"
    ),
    "text that is a number": Fault(
        R, 'en: "What to buy"', "en: 7", "decides[0].en: expected a text, found 7"
    ),
    "text that is null": Fault(
        R, 'en: "What to buy"', "en: ", "decides[0].en: expected a text, found null"
    ),
    "weight of zero": Fault(
        Q, "weight: 2", "weight: 0", "items[3].weight: expected a number above 0, at most 100, fou"
    ),
    "level above 100": Fault(
        R, "level: 85", "level: 101", "product.level: expected a number from 0 to 100, found 101"
    ),
    "level that is true": Fault(
        R, "level: 85", "level: true", "product.level: expected a number from 0 to 100, found true"
    ),
    "level that is not a number": Fault(
        R, "level: 85", "level: .nan", ".nan is not a plain number"
    ),
    "level in a notation that nobody means": Fault(
        R, "level: 85", "level: 1:25", "1:25 is not a plain number"
    ),
    "points above one": Fault(
        Q, "depth: 0.5", "depth: 1.5", "points.depth: expected a number from 0 to 1, found 1.5"
    ),
    "people that are no whole number": Fault(
        Q, "{mean: 55, sd: 20}", "{mean: 55, sd: 20, people: 2.5}", "norm.people: expected a whole"
    ),
    "people that are nobody": Fault(
        Q, "{mean: 55, sd: 20}", "{mean: 55, sd: 20, people: 1}", "a whole number, at least 2, foun"
    ),
    "spread of zero": Fault(
        Q, "{mean: 55, sd: 20}", "{mean: 55, sd: 0}", "norm.sd: expected a number above 0"
    ),
    "correlation that is too high": Fault(
        Q,
        "mean_inter_item_r: 0.3",
        "mean_inter_item_r: 1",
        "expected a number above 0, at most 0.99",
    ),
    "reverse that is a word": Fault(
        Q,
        "reverse: true",
        "reverse: perhaps",
        "items[1].reverse: expected true or false, found 'pe",
    ),
    "unknown kind of scale": Fault(
        Q,
        "kind: interest",
        "kind: hobby",
        "scales[2].kind: hobby is unknown, perhaps: interest, sk",
    ),
    "unknown schema of questions": Fault(
        Q,
        "manager-quiz/questions@1",
        "manager-quiz/questions@9",
        "schema: manager-quiz/questions@9",
    ),
    "unknown schema of roles": Fault(
        R, "manager-quiz/roles@1", "[]", "schema: expected a text, found []"
    ),
    "version that is a number": Fault(
        Q, 'version: "1"', "version: 1", "version: expected a text, found 1"
    ),
    "no languages": Fault(
        Q, "languages: [en, ru]", "languages: []", "languages: at least one language is needed"
    ),
    "languages that are one word": Fault(
        Q,
        "languages: [en, ru]",
        "languages: en",
        "languages: expected a list (- entry), found 'en'",
    ),
    "language given twice": Fault(
        Q, "languages: [en, ru]", "languages: [en, ru, en]", "languages[2]: en is already taken"
    ),
    "language that is a number": Fault(
        Q, "languages: [en, ru]", "languages: [en, ru, 7]", "languages[2]: expected a text, found 7"
    ),
    "duplicate id of a scale": Fault(
        Q, "  - id: talk\n", "  - id: depth\n", "scales[1]: depth is already taken by another entry"
    ),
    "duplicate id of an item": Fault(
        Q, "- id: depth-2", "- id: depth-1", "items[1]: depth-1 is already taken by another entry"
    ),
    "duplicate id of an option": Fault(
        Q, "      - id: b\n", "      - id: a\n", "items[4].options[1]: a is already taken"
    ),
    "duplicate id of a form": Fault(
        Q, "- id: quick", "- id: full", "forms[1]: full is already taken by another entry"
    ),
    "duplicate id of a level": Fault(
        R, "- id: middle", "- id: first-line", "levels[1]: first-line is already taken"
    ),
    "duplicate id of a source": Fault(
        R, "- id: survey\n    title", "- id: handbook\n    title", "sources[1]: handbook is already"
    ),
    "duplicate id of a role": Fault(
        R, "- id: hr-manager", "- id: product-manager", "roles[2]: productmanager is already taken"
    ),
    "item asked twice in a form": Fault(
        Q,
        "[depth-1, talk-1, product-1, talk-2]",
        "[depth-1, talk-1, talk-1]",
        "items[2]: talk-1 is",
    ),
    "unknown item in a form": Fault(
        Q, "[depth-1, talk-1, product-1, talk-2]", "[depth-9]", "items[0]: depth-9 is unknown, perh"
    ),
    "form without items": Fault(
        Q, "[depth-1, talk-1, product-1, talk-2]", "[]", "forms[1].items: the form asks nothing"
    ),
    "situation with one option": Fault(
        Q,
        '      - id: b\n        text: {en: "Set up one button.", ru: "Настрою одну кнопку."}\n'
        "        points: {talk: 0, depth: 0.5}\n"
        '      - id: c\n        text: {en: "Write the steps down.", ru: "Запишу шаги."}\n'
        "        points: {talk: 0.5, depth: 0}\n",
        "",
        "items[4].options: a question needs at least two answers",
        below=-4,
    ),
    "situation with an option that is silent on a scale": Fault(
        Q,
        "points: {talk: 0, depth: 0.5}",
        "points: {talk: 0}",
        "items[4].options[1]: all options must give points on the same scales: depth, talk",
        below=-2,
    ),
    "question with one answer of its own": Fault(
        Q,
        '      - {en: "Yes", ru: "Да"}\n',
        "",
        "items[6].answers: a question needs at least two",
        below=-2,
    ),
    "item with unknown key": Fault(
        Q, "    weight: 2", "    wieght: 2", "items[3].wieght: unknown key, expected one of: id, sc"
    ),
    "role with unknown key": Fault(
        R, "    decides:", "    decide:", "roles[0].decide: unknown key, expected one of: id, name"
    ),
    "top level with unknown key": Fault(
        R, "topics:", "topcs:", "topcs: unknown key, expected one of: roles, schema, levels"
    ),
    "role without a target on a scale": Fault(
        R, "      talk: {level: 65}\n", "", "roles[1].profile: the key talk is missing", below=-2
    ),
    "role without a profile": Fault(
        R,
        "    profile:\n      depth: {level: 55}\n      talk: {level: 65}\n"
        "      product: {level: 85}\n",
        "",
        "roles[1]: the key profile is missing",
        below=-9,
    ),
    "target without a level": Fault(
        R, "{level: 55}", "{evidence: 1}", "profile.depth: the key level is missing"
    ),
    "unknown related role": Fault(
        R,
        "related: [product-manager]",
        "related: [produkt-manager]",
        "related[0]: produkt-manager is unknown, perhaps: product-manager",
    ),
    "unknown role that a topic points to": Fault(
        R, "see: [it-manager]", "see: [file-manager]", "topics[0].see[0]: file-manager is unknown"
    ),
    "unknown topic for who would rather not manage": Fault(
        R,
        "topics:",
        "without_managing: nobody\ntopics:",
        "without_managing: nobody is unknown, perhaps: ",
    ),
    "unknown level": Fault(
        R,
        "levels: [middle]",
        "levels: [midle]",
        "roles[1].levels[0]: midle is unknown, perhaps: mi",
    ),
    "unknown source": Fault(
        R,
        "- id: handbook\n        note",
        "- id: handbok\n        note",
        "roles[0].sources[0].id: handbok is unknown, perhaps: handbook",
    ),
    "alias claimed twice": Fault(
        R, "[file commander]", "[CIO]", "topics[0]: cio is already taken by another entry", below=-3
    ),
    "alias claimed twice across languages": Fault(
        R, "[продакт-менеджер]", "[cio]", "roles[1]: cio is already taken", below=-3
    ),
    "alias that is another role's id": Fault(
        R, "[продакт-менеджер]", "[it-manager]", "roles[1]: itmanager is already taken", below=-3
    ),
    "alias that differs by ё": Fault(
        R, "[продакт-менеджер]", "[отчетный директор]", "roles[1]: отчетныйдиректор is", below=-3
    ),
    "alias that differs by case and hyphen": Fault(
        R, "[продакт-менеджер]", "[АЙТИ менеджер]", "roles[1]: айтименеджер is already", below=-3
    ),
    "alias that differs by the way й is written": Fault(
        R, "[продакт-менеджер]", "[аи\u0306ти-менеджер]", "roles[1]: айтименеджер is al", below=-3
    ),
    "aliases that are one word": Fault(
        R,
        "ru: [продакт-менеджер]",
        "ru: продакт",
        "aliases.ru: expected a list (- entry), found 'п",
    ),
    "list where a mapping belongs": Fault(
        R,
        "profile:\n      depth: {level: 55}\n      talk: {level: 65}\n      product: {level: 85}",
        "profile: [55, 65, 85]",
        "roles[1].profile: expected a mapping (key: value), found [55, 65, 85]",
    ),
    "mapping where a list belongs": Fault(
        R,
        '      - {en: "What to buy", ru: "Что купить"}',
        '      en: "What to buy"',
        "roles[0].decides: expected a list (- entry), found {'en': 'What to buy'}",
        below=-1,
    ),
    "no roles": Fault(R, "roles:\n", "roles: []\nrolls:\n", "roles: at least one role is needed"),
    "tag that builds an object": Fault(
        R,
        "ru: Менеджер по продукту",
        "ru: !!python/name:os.system x",
        "the tag tag:yaml.org,2002:python/name:os.system is not allowed here, only plain values",
    ),
    "tag of a collection": Fault(
        R, "[продакт-менеджер]", "!!set {a}", "the tag tag:yaml.org,2002:set is not allowed here"
    ),
    "alias of YAML": Fault(
        R, "levels: [middle]", "levels: [&m middle, *m]", "aliases (*name) are not allowed"
    ),
    "key that stands twice": Fault(
        R,
        "    levels: [middle]",
        "    levels: [middle]\n    levels: [middle]",
        "the key levels stands here twice",
        below=1,
    ),
    "key that is a list": Fault(
        R, "levels: [middle]", "? [a, b]\n    : c", "a key must be one word"
    ),
    "broken YAML": Fault(
        R, "[продакт-менеджер]", "[продакт-менеджер", "this is not YAML: ", below=1
    ),
    "second document": Fault(
        R, "topics:", "---\ntopics:", "only one document (---) may be in a fi"
    ),
    "NUL byte": Fault(R, "продакт-менеджер", "\0", "this is not YAML: control characters are not"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_fault_is_told_at_its_file_and_line(small: Path, fault: Fault) -> None:
    line = change(small, fault.file, fault.old, fault.new) + fault.below
    told = faults(small)
    where = f"{fault.file}:{line}: "
    assert any(each.startswith(where) and fault.said in each for each in told), told


def test_a_scale_that_no_form_tells_people_apart_on_is_a_fault(small: Path) -> None:
    change(small, Q, "[depth-1, talk-1, product-1, depth-2, talk-3, product-2, talk-2]", "[talk-1]")
    change(small, Q, "[depth-1, talk-1, product-1, talk-2]", "[talk-2, depth-1]")
    line = (small / Q).read_text("utf-8").split("- id: product\n")[0].count("\n") + 1
    said = [each for each in faults(small) if "no form asks" not in each]
    assert said == [
        f"{Q}:{line}: scales[2]: no form has an item that tells people apart on product"
    ]


def test_a_scale_that_every_option_serves_alike_is_a_fault(small: Path) -> None:
    change(small, Q, "[depth-1, talk-1, product-1, depth-2, talk-3, product-2, talk-2]", "[talk-3]")
    change(small, Q, "[depth-1, talk-1, product-1, talk-2]", "[talk-3, product-1]")
    change(small, Q, "points: {talk: 1, depth: 0}", "points: {talk: 1, depth: 0.5}")
    change(small, Q, "points: {talk: 0.5, depth: 0}", "points: {talk: 0.5, depth: 0.5}")
    assert [each for each in faults(small) if "apart on depth" in each] == [
        f"{Q}:15: scales[0]: no form has an item that tells people apart on depth"
    ]


def test_a_question_that_no_form_asks_is_a_fault(small: Path) -> None:
    asked = "[depth-1, talk-1, product-1, depth-2, talk-3, product-2, talk-2]"
    change(small, Q, asked, asked.replace("talk-3, ", ""))
    line = (small / Q).read_text("utf-8").split("- id: talk-3\n")[0].count("\n") + 1
    (told,) = faults(small)
    assert told.startswith(f"{Q}:{line}: ")
    assert told.endswith("no form asks the question talk-3; add it to one, or take it out")


def told(folder: Path) -> list[str]:
    """What a person is told, with the folder left out."""
    with pytest.raises(ContentError) as caught:
        load_catalog(folder)
    return [each.replace(f"{folder}/", "") for each in caught.value.told(str)]


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        ("[en]", "the languages are en, but this text is in ru: name it in languages of questions"),
        ("[en, ru, de]", "the text in de is missing ("),
    ],
)
def test_a_language_taken_out_or_put_in_is_one_fault_for_each_file(
    small: Path, languages: str, said: str
) -> None:
    change(small, Q, "languages: [en, ru]", f"languages: {languages}")
    for file, each in zip((Q, R), told(small), strict=True):
        texts = [problem for problem in faults(small) if problem.startswith(f"{file}:")]
        lines = list(dict.fromkeys(problem.split(":")[1] for problem in texts))
        assert len(texts) > 30
        assert each.startswith(f"{file}:{lines[0]}: ")
        assert said in each
        assert each.endswith(f"(in all: {len(texts)}; lines {', '.join(lines[:3])} …)")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (R, "level:", "levle:", ".levle: unknown key, expected one of: level, evidence"),
        (R, "level:", "levle:", ": the key level is missing"),
        (R, r"level: (\d+)", r"level: \1%", ".level: expected a number from 0 to 100, found "),
        (Q, 'ru: "[^"]*"', "ru: ", ".ru: expected a text, found null"),
        (Q, "    text: ", "    txt: ", ": the key text is missing"),
    ],
)
def test_the_same_fault_in_many_places_is_told_once_with_its_count_and_first_lines(
    small: Path, file: str, old: str, new: str, said: str
) -> None:
    (small / file).write_text(re.sub(old, new, (small / file).read_text("utf-8")), "utf-8")
    alike = [each for each in faults(small) if said in each]
    assert len(alike) > 3
    (one,) = [each for each in told(small) if said in each]
    lines = list(dict.fromkeys(each.split(":")[1] for each in alike))
    first = ", ".join(lines) if len(lines) <= 10 else ", ".join(lines[:3]) + " …"
    assert one == f"{alike[0]} (in all: {len(alike)}; lines {first})"


def test_up_to_three_of_a_kind_are_told_each_at_its_line(small: Path) -> None:
    text = (small / Q).read_text("utf-8")
    (small / Q).write_text(text.replace("scale: talk", "scale: tolk"), "utf-8")
    assert len([each for each in faults(small) if "tolk" in each]) == 3
    assert told(small) == faults(small)


def test_faults_of_different_keys_are_not_taken_for_one(small: Path) -> None:
    change(small, Q, "{mean: 55, sd: 20}", "{mean: x, sd: 20}")
    for level in ("80", "55", "50", "85"):
        change(small, R, f"level: {level}", "level: x")
    change(small, Q, "minutes: 1", "minutes: x")
    assert [each.split(":")[2].rpartition(".")[2] for each in told(small)] == [
        *("mean", "minutes", "level")
    ]


def test_json_has_every_fault_with_its_place(small: Path, run: Run) -> None:
    change(small, Q, "languages: [en, ru]", "languages: [en, ru, de]")
    outcome = run("check", small, "--json")
    assert outcome.code == 2
    assert len(outcome.err.splitlines()) == 2
    document = json.loads(outcome.out)
    assert document["schema"] == "manager-quiz/check@1"
    assert [
        f"{Path(each['file']).name}:{each['line']}: {each['message']}"
        for each in document["problems"]
    ] == faults(small)


@pytest.mark.parametrize("written", ["No", "yes", "off", "true"])
def test_a_yes_or_no_where_a_text_belongs_is_told_as_it_stands_with_its_cure(
    small: Path, written: str
) -> None:
    change(small, R, 'en: "What to buy"', f"en: {written}")
    (told,) = faults(small)
    assert f"found {written}, which is read as yes or no here: put it in quotation marks" in told


@pytest.mark.parametrize("written", ["012", "1_000", "1.50"])
def test_a_number_where_a_text_belongs_is_told_as_it_stands(small: Path, written: str) -> None:
    change(small, R, 'en: "What to buy"', f"en: {written}")
    (told,) = faults(small)
    assert f"found {written}" in told
    assert "read as a number: put it in quotation marks" in told


def test_a_question_needs_answers_of_its_own_or_for_all(small: Path) -> None:
    text = (small / Q).read_text("utf-8")
    start, end = text.index("answers:\n"), text.index("\nscales:")
    (small / Q).write_text(text[:start] + text[end:], "utf-8")
    told = [each for each in faults(small) if "there are no answers, neither here nor" in each]
    assert len(told) == 5


def test_faults_of_both_files_are_told_together_in_the_order_of_the_files(small: Path) -> None:
    expected = [
        f"{Q}:{change(small, Q, 'weight: 2', 'weight: -2')}",
        f"{Q}:{change(small, Q, 'minutes: 1', 'minutes: soon')}",
        f"{R}:{change(small, R, 'level: 85', 'level: high')}",
        f"{R}:{change(small, R, 'levels: [first-line]', 'levels: [ground]')}",
    ]
    assert [each.split(": ")[0] for each in faults(small)] == expected


def test_what_can_be_checked_is_checked_though_the_other_file_is_no_yaml(small: Path) -> None:
    (small / R).write_text("roles: [", "utf-8")
    line = change(small, Q, "weight: 2", "weight: 0")
    told = faults(small)
    assert told[0].startswith(f"{Q}:{line}: items[3].weight")
    assert told[1].startswith(f"{R}:")
    assert len(told) == 2


def test_both_missing_files_are_named(tmp_path: Path) -> None:
    assert faults(tmp_path) == [f"{Q}: there is no such file", f"{R}: there is no such file"]


def test_a_folder_in_place_of_a_file_is_told(small: Path) -> None:
    (small / R).unlink()
    (small / R).mkdir()
    [told] = faults(small)
    assert told == f"{R}: not a file"


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n"])
def test_an_empty_file_is_told_of(small: Path, text: str) -> None:
    (small / R).write_text(text, "utf-8")
    [told] = faults(small)
    assert re.fullmatch(rf"{R}(:\d)?: content: expected a mapping \(key: value\), found null", told)


@pytest.mark.parametrize("text", ["just words", "- a\n- list", "7"])
def test_another_top_level_than_a_mapping_is_told_at_line_1(small: Path, text: str) -> None:
    (small / Q).write_text(text, "utf-8")
    assert f"{Q}:1: content: expected a mapping (key: value), found " in faults(small)[0]


HOSTILE = {
    "billion laughs": b"a: &a [x, x]\nb: &b [*a, *a]\nroles: [*b, *b, *b]\n",
    "square brackets": b"[" * 100_000,
    "curly brackets": b"{a: " * 100_000,
    "dashes": b"- " * 100_000,
    "deep under a tag": b"!!set " + b"[" * 100_000,
    "indentation": b"\n".join(b" " * depth + b"a:" for depth in range(2_000)),
    "binary rubbish": bytes(range(256)) * 40,
    "not UTF-8": "roles: [мир]".encode("cp1251"),
    "a number of five thousand digits": b"roles: " + b"9" * 5000,
    "unfinished string": b'roles: "' + b"x" * 100_000,
    "a hundred thousand wrong keys": b"".join(b"k%d: 1\n" % key for key in range(2_000)),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_are_refused_at_once_in_clear_lines(small: Path, data: bytes) -> None:
    (small / R).write_bytes(data)
    began = time.perf_counter()
    told = faults(small)
    # Generous: it takes milliseconds. What is meant is seconds, minutes or a crash.
    assert time.perf_counter() - began < 5
    assert told
    assert all("\n" not in each and len(each) < 300 for each in told if "unknown key" not in each)


def test_a_file_over_the_limit_is_refused_unread(small: Path) -> None:
    with (small / R).open("wb") as stream:
        stream.truncate(100_000_000)
    assert faults(small) == [f"{R}: the file is larger than 5 MB, far more than is needed"]


def test_a_device_without_end_is_refused(small: Path) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no /dev/zero")
    (small / R).unlink()
    (small / R).symlink_to("/dev/zero")
    assert faults(small)[0] == f"{R}: not a file"


def test_the_limit_itself_is_allowed(small: Path) -> None:
    text = (small / R).read_bytes()
    padding = b"#" * (MAX_BYTES - len(text) - 1)
    (small / R).write_bytes(padding + b"\n" + text)
    assert len(load_catalog(small).roles) == 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_files_as_windows_editors_save_them_load(small: Path, encoding: str) -> None:
    for name in FILES:
        text = (small / name).read_text("utf-8").replace("\n", "\r\n")
        (small / name).write_bytes(text.encode(encoding))
    assert load_catalog(small, "ru").roles[0].name == "IT-менеджер"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_on_the_command_line_faults_go_to_stderr_and_end_with_2(
    small: Path, run: Run, language: str
) -> None:
    lines = [change(small, Q, "weight: 2", "weight: 0"), change(small, R, "level: 85", "level: x")]
    outcome = run("check", small, "--lang", language)
    assert outcome.code == 2
    assert outcome.out == ""
    told = outcome.err.splitlines()
    assert [each.split(": ")[0] for each in told] == [
        f"{small / Q}:{lines[0]}",
        f"{small / R}:{lines[1]}",
    ]


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("roles",),
        ("describe", "it-manager"),
        ("compare", "it-manager", "hr-manager"),
        ("take", "--answers", "-"),
        ("doctor",),
    ],
    ids=lambda command: command[0],
)
def test_every_command_refuses_faulty_content_alike(
    small: Path, run: Run, command: tuple[str, ...]
) -> None:
    line = change(small, R, "level: 85", "level: x")
    outcome = run(*command, "--data", small)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"{small / R}:{line}: roles[1].profile.product.level: expected a")
