"""Results of the earlier kind, @1: scored again wherever they are read, said so, left as they were.

`earlier/quiet-heron-31.json` was saved by the version before, from the small questionnaire; two of
its nine answers are to questions that the questionnaire doesn't have.
"""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
import yaml

from program import SMALL

ID = "quiet-heron-31"
SAVED = Path(__file__).parent / "earlier" / f"{ID}.json"
RETIRED = ("depth-3", "talk-9")
SAID = (
    f"{ID} was saved by an earlier version; its answers were scored again. "
    "2 answers to questions that aren't asked any more were left out.\n"
)
OF_CONTENT = ("--data", SMALL)


@pytest.fixture
def earlier(home):
    """The earlier result among those kept; it must be there unchanged when the test ends."""
    file = home / "results" / f"{ID}.json"
    file.parent.mkdir(parents=True)
    shutil.copy(SAVED, file)
    yield file
    assert file.read_bytes() == SAVED.read_bytes()


@pytest.fixture
def today(run, tmp_path):
    """What the same answers give today, without those to retired questions."""
    answers = json.loads(SAVED.read_bytes())["answers"]
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text(yaml.safe_dump({id: answers[id] for id in answers if id not in RETIRED}))
    return json.loads(run("take", *OF_CONTENT, "--answers", sheet, "--json").out)


@pytest.fixture
def changed(home):
    """Keeps the earlier result after a change to it."""

    def change(**parts):
        file = home / "results" / f"{ID}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(json.loads(SAVED.read_bytes()) | parts), "utf-8")
        return file

    return change


def test_the_list_has_it_and_says_what_was_done(earlier, run, today):
    done = run("history", *OF_CONTENT)
    assert (done.code, done.err) == (0, SAID)
    assert ID in done.out
    done = run("history", "--json", *OF_CONTENT)
    assert done.err == SAID
    (listed,) = json.loads(done.out)["results"]
    assert listed["best_set"] == today["best_set"]
    assert listed["taken_at"] == "2026-03-02T10:15:00+01:00"


def test_shown_it_is_what_the_answers_give_today(earlier, run, today):
    done = run("history", "show", ID, "--json", *OF_CONTENT)
    assert (done.code, done.err) == (0, SAID)
    document = json.loads(done.out)
    assert document["schema"] == "manager-quiz/result@2"
    assert (document["id"], document["taken_at"]) == (ID, "2026-03-02T10:15:00+01:00")
    assert not set(RETIRED) & set(document["answers"])
    for part in ("answers", "scales", "ranking", "best_set", "verdict", "upset", "catalog"):
        assert document[part] == today[part], part
    for option in ((), ("--plain",), ("--details",)):
        done = run("history", "show", ID, *option, *OF_CONTENT)
        assert (done.code, done.err) == (0, SAID)
        assert "IT manager" in done.out


def test_what_came_from_times_is_not_lost(earlier, run):
    document = json.loads(run("history", "show", ID, "--json", *OF_CONTENT).out)
    assert document["flags"] == ["hasty"]


@pytest.mark.parametrize("ending", [".html", ".md", ".txt", ".csv", ".json"])
def test_it_is_exported_in_every_format(earlier, run, today, tmp_path, ending):
    file = tmp_path / f"report{ending}"
    done = run("history", "export", ID, "-o", file, *OF_CONTENT)
    assert (done.code, done.err) == (0, SAID)
    text = file.read_text("utf-8")
    if ending == ".json":
        assert json.loads(text)["ranking"] == today["ranking"]
        assert run("verify", file, *OF_CONTENT).code == 0
    elif ending == ".csv":
        rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
        roles = [row["id"] for row in rows if row["kind"] == "role"]
        assert roles == [match["role"] for match in today["ranking"]]
    else:
        assert "7 of 7 questions answered" in text


def test_it_is_compared_with_one_of_today(earlier, run, today, tmp_path):
    later = tmp_path / "later.json"
    later.write_text(json.dumps(today), "utf-8")
    done = run("history", "compare", ID, later, "--json", *OF_CONTENT)
    assert (done.code, done.err) == (0, SAID)
    assert [scale["reliable_change_index"] for scale in json.loads(done.out)["scales"]] == [0] * 3


def test_roles_are_compared_beside_it(earlier, run, today):
    done = run("compare", "it-manager", "hr-manager", "--result", ID, "--json", *OF_CONTENT)
    assert (done.code, done.err) == (0, SAID)
    own = {scale["id"]: scale["own"] for scale in json.loads(done.out)["scales"]}
    assert own == {scale["id"]: scale["score"] for scale in today["scales"]}


def test_it_cannot_be_verified_and_the_reason_is_said(earlier, run):
    done = run("verify", ID, *OF_CONTENT)
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "It can't be said: the result was saved by an earlier version, with other rules.\n"
    )
    done = run("verify", ID, "--json", *OF_CONTENT)
    assert done.code == 1
    assert json.loads(done.out)["verdict"] == "earlier-version"


def test_a_workshop_takes_it_in_as_one_of_today_once(earlier, run, today, tmp_path):
    day = tmp_path / "day"
    assert run("workshop", "open", "Day", "--dir", day, *OF_CONTENT).code == 0
    done = run("workshop", "collect", day, earlier)
    assert (done.code, done.err) == (0, SAID)
    assert "1 result taken in" in done.out
    taken = json.loads((day / "results" / f"{ID}.json").read_bytes())
    assert taken["schema"] == "manager-quiz/result@2"
    assert taken["ranking"] == today["ranking"]
    assert run("workshop", "report", day).err == ""
    again = run("workshop", "collect", day, earlier)
    assert again.code == 1
    assert "this result is in the workshop already" in again.err


def test_one_retired_answer_is_one_and_none_are_not_told_of(changed, run):
    answers = json.loads(SAVED.read_bytes())["answers"]
    changed(answers={id: given for id, given in answers.items() if id != "talk-9"})
    done = run("history", "show", ID, *OF_CONTENT)
    assert done.err.endswith("1 answer to a question that isn't asked any more was left out.\n")
    changed(answers={id: given for id, given in answers.items() if id not in RETIRED})
    done = run("history", "show", ID, *OF_CONTENT)
    assert done.err == SAID[: SAID.index(" 2 answers")] + "\n"


def test_an_answer_that_its_question_has_no_more_is_left_out_and_counted(changed, run):
    changed(answers=json.loads(SAVED.read_bytes())["answers"] | {"depth-1": 7})
    done = run("history", "show", ID, "--json", *OF_CONTENT)
    assert "3 answers to questions" in done.err
    assert json.loads(done.out)["scales"][0]["answered"] == 1


def test_with_less_than_half_of_a_scale_left_it_is_not_scored(changed, run):
    answers = json.loads(SAVED.read_bytes())["answers"]
    gone = {"talk-2": "talk-8", "talk-3": "talk-7"}
    changed(answers={gone.get(id, id): given for id, given in answers.items()})
    document = json.loads(run("history", "show", ID, "--json", *OF_CONTENT).out)
    scores = {scale["id"]: scale["score"] for scale in document["scales"]}
    assert scores["talk"] is None
    assert None not in (scores["depth"], scores["product"])


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        (
            {"answers": {"depth-3": 4, "talk-9": "c", "talk-1": 2}},
            "too few of its answers are to questions that are still asked",
        ),
        ({"answers": {}}, "too few of its answers are to questions that are still asked"),
        ({"form": "long"}, "the form long isn't there any more"),
        ({"flags": 7}, "flags is missing or wrong"),
    ],
)
def test_what_cannot_be_scored_any_more_is_one_message(changed, run, tmp_path, parts, reason):
    file = changed(**parts)
    before = file.read_bytes()
    day = tmp_path / "day"
    run("workshop", "open", "Day", "--dir", day, *OF_CONTENT)
    for command in (
        ("history", "show", ID),
        ("history", "export", ID, "-o", tmp_path / "report.html"),
        ("history", "compare", ID, ID),
        ("verify", ID),
        ("compare", "it-manager", "hr-manager", "--result", ID),
    ):
        done = run(*command, *OF_CONTENT)
        assert (done.code, done.out) == (2, ""), command
        assert done.err == f"{file} is no saved result that can be read ({reason}).\n"
    done = run("history", *OF_CONTENT)
    assert done.code == 0
    assert reason in " ".join(done.out.split())
    done = run("workshop", "collect", day, file)
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert reason in done.err
    assert not (tmp_path / "report.html").exists()
    assert file.read_bytes() == before
