"""What a result says is true of the figures beside it, and no file can make it say other things."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manager_quiz import load_catalog
from manager_quiz.errors import ContentError
from manager_quiz.measurement.assessment import assess
from manager_quiz.records.history import keep
from manager_quiz.records.results import encode, result_of
from manager_quiz.reports.result import render
from manager_quiz.wording.result import HANDFUL, ResultWords, fewest_led, scale_words
from manager_quiz.wording.words import Words, tenths


@pytest.fixture
def assessment(make, catalogs):
    """An assessment whose set holds three roles, to change."""
    found = result_of(make(), catalogs["en"]).assessment
    best = tuple(match.role for match in found.ranking[:3])
    return replace(found, best_set=best, verdict="no-lead")


def told(assessment, catalogs, say):
    return say(ResultWords(Words("en"), catalogs["en"], assessment))


def holding(assessment, size, verdict):
    """The assessment with another size of its set, and what goes with it."""
    best = tuple(match.role for match in assessment.ranking[:size])
    return replace(assessment, best_set=best, verdict=verdict)


@pytest.mark.parametrize(("size", "kind"), [(1, "one"), (2, "no-lead"), (3, "lead"), (9, "lead")])
def test_the_role_of_the_headline_is_that_with_the_highest_match(assessment, catalogs, size, kind):
    best = max(assessment.ranking, key=lambda match: match.fit)
    said = told(holding(assessment, size, kind), catalogs, ResultWords.headline)
    assert catalogs["en"].role_by_id[best.role].name in said


def test_where_no_role_is_surely_ahead_the_headline_names_none(assessment, catalogs):
    for size in (3, 9):
        said = told(holding(assessment, size, "no-lead"), catalogs, ResultWords.headline)
        assert not any(role.name in said for role in catalogs["en"].roles)


def test_the_verdict_tells_how_often_the_right_role_is_among_those_named(assessment, catalogs):
    for size in (2, 3, 5, 9):
        found = holding(assessment, size, "lead")
        named = min(size, HANDFUL)
        said = told(found, catalogs, ResultWords.verdict)
        assert f"among these {named} " in said
        held = sum(match.p_best for match in found.ranking[:named])
        for share in (held, found.ranking[0].p_best):
            assert tenths(Words("en"), share) in said
    one = holding(assessment, 1, "one")
    assert "it is this one about 3 times in 10" in told(one, catalogs, ResultWords.verdict)


@given(st.floats(0, 1))
def test_a_chance_in_tenths_is_rounded_and_never_certain(share):
    said = tenths(Words("en"), share)
    (n,) = [int(word) for word in said.replace("in 10", "").split() if word.isdigit()] or [0]
    assert abs(n / 10 - share) <= 0.05 + 1e-9 or ("more than" in said and share >= 0.95)
    assert " 10 times" not in said.replace("in 10 times", "")


def test_answers_without_a_pattern_are_promised_nothing(assessment, catalogs):
    plain = replace(assessment, verdict="no-pattern")
    said = told(plain, catalogs, ResultWords.headline) + told(plain, catalogs, ResultWords.verdict)
    assert "don't point anywhere" in said
    assert "says little" in said
    assert "times in 10" not in said
    assert not any(role.name in said for role in catalogs["en"].roles)
    assert told(plain, catalogs, ResultWords.first_reason) == ""


@pytest.mark.parametrize(
    ("percentile", "among_own", "kind", "head", "below"),
    [
        (1.0, 1.0, "lead", True, False),
        (1.0, 1.0, "no-pattern", False, False),
        (1.0, 50.0, "lead", False, True),
        (50.0, 1.0, "lead", False, False),
    ],
)
def test_that_managing_is_not_for_somebody_is_said_only_where_it_is_rare(
    assessment, catalogs, percentile, among_own, kind, head, below
):
    wish = replace(assessment.managing, percentile=percentile, among_own=among_own)
    changed = replace(assessment, managing=wish, verdict=kind)
    assert ("rather do the work than lead" in told(changed, catalogs, ResultWords.headline)) == head
    said = told(changed, catalogs, ResultWords.verdict)
    assert ("lead others less than most" in said) == below
    # One piece of advice: where managing isn't for somebody, no role is told to be looked into.
    assert ("describe specialist" in said) == head
    assert ("times in 10" in said) == (not head and kind != "no-pattern")


def test_the_role_said_to_lead_fewest_is_one_of_those_shown(assessment, catalogs):
    wish = replace(assessment.managing, percentile=1.0, among_own=50.0)
    said = told(replace(assessment, managing=wish), catalogs, ResultWords.verdict)
    shown = [catalogs["en"].role_by_id[match.role] for match in assessment.ranking[:HANDFUL]]
    (named,) = [role for role in shown if f"{role.name} leads fewest" in said]
    assert fewest_led(catalogs["en"], shown)[0] == named


def test_content_without_a_topic_for_it_sends_nobody_to_one(assessment, catalogs):
    wish = replace(assessment.managing, percentile=1.0, among_own=1.0)
    bare = replace(catalogs["en"], without_managing=None)
    said = ResultWords(Words("en"), bare, replace(assessment, managing=wish)).verdict()
    assert "describe" not in said
    assert "Fewest people are led by" in said


@pytest.mark.parametrize(
    ("deviate", "band"), [(-0.51, "low"), (-0.49, "middle"), (0.49, "middle"), (0.51, "high")]
)
def test_low_and_high_are_half_a_standard_deviation_from_the_norm(catalogs, deviate, band):
    for scale in catalogs["en"].scales:
        score = scale.mean + deviate * scale.sd
        assert scale_words(scale, score) == getattr(scale, band)


def test_what_separates_two_roles_comes_with_the_largest_difference_first(assessment):
    first, second = assessment.ranking[:2]
    own = {each.scale: each.resemblance for each in first.contributions}
    other = {each.scale: each.resemblance for each in second.contributions}
    found = first.ahead_of(second)
    assert dict(found) == pytest.approx({scale: own[scale] - other[scale] for scale in own})
    sizes = [abs(gap) for _scale, gap in found]
    assert sizes == sorted(sizes, reverse=True)
    assert {gap > 0 for _scale, gap in found} == {True, False}


def test_what_separates_two_roles_is_said_of_the_right_one(assessment, catalogs):
    first, second = assessment.ranking[:2]
    said = told(assessment, catalogs, ResultWords.separation_words)
    for_first, for_second = said.split("Speaks more for ")[1:]
    names = {scale.name: scale.id for scale in catalogs["en"].scales}
    gaps = dict(first.ahead_of(second))
    for part, match, sign in ((for_first, first, 1), (for_second, second, -1)):
        assert part.startswith(catalogs["en"].role_by_id[match.role].name + ":")
        named = [gaps[id] * sign for name, id in names.items() if name in part]
        assert named
        assert min(named) > 0


def test_more_of_something_than_a_role_asks_for_is_never_told_as_a_fault(make, catalogs):
    """What speaks against a role says what the person has, and that the role makes less of it."""
    seen = set()
    for name in ("dealmaker", "people-person", "technologist"):
        found = result_of(make(name), catalogs["en"]).assessment
        words = ResultWords(Words("en"), catalogs["en"], found)
        for match in found.ranking:
            for each in words.reasons(match)[1]:
                said = words.reason_words(match.role, each.scale)
                scale = catalogs["en"].scale_by_id[each.scale]
                (score,) = (one.score for one in found.scales if one.id == each.scale)
                if score > scale.mean:
                    seen.add(scale.kind)
                    assert "the role makes less use of it" in said or "offers less" in said
                    assert "more than the role" not in said
    assert seen == {"skill", "interest"}


def test_no_file_makes_a_date_that_stops_the_history(make, home, run):
    keep(make(id="good-owl-11"))
    (home / "results" / "bad-owl-12.json").write_text(
        (home / "results" / "good-owl-11.json")
        .read_text("utf-8")
        .replace('"taken_at": "', '"taken_at": "0001-01-01T00:00:00", "was": "'),
        "utf-8",
    )
    listed = run("history")
    assert listed.code == 0
    assert "good-owl-11" in listed.out


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("form",), "wizardry"),
        (("scales", 0, "id"), "wizardry"),
        (("ranking", -1, "role"), "wizardry"),
        (("upset", "changes", 0, "item"), "wizardry"),
    ],
)
def test_a_result_that_speaks_of_what_its_content_lacks_is_one_message(
    make, run, tmp_path, path, value
):
    """Whatever content it says that it was made with."""
    document = json.loads(encode(make()))
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    if path[0] == "scales":
        for match in document["ranking"]:
            match["contributions"][0]["scale"] = value
    file = tmp_path / "forged.json"
    file.write_text(json.dumps(document), "utf-8")
    for command in (("show", file, "--details"), ("export", file, "-o", tmp_path / "report.html")):
        done = run("history", *command)
        assert done.code == 1
        assert "wizardry is unknown here" in done.err
        assert done.err.count("\n") == 1


def test_contributions_of_other_scales_than_were_scored_are_refused(make, catalogs):
    document = make()
    document["ranking"][0]["contributions"] = document["ranking"][0]["contributions"][1:]
    with pytest.raises(ContentError, match="don't fit together"):
        result_of(document, catalogs["en"])


def test_no_cell_of_a_table_is_a_formula(make, catalogs):
    result = result_of(make() | {"id": "=1+2"}, catalogs["en"])
    text = render(".csv", result, catalogs["en"], Words("en")).removeprefix("\ufeff")
    assert {row["result"] for row in csv.DictReader(io.StringIO(text))} == {"'=1+2"}


def test_content_with_terminal_escapes_is_refused(run, tmp_path):
    assert run("init", tmp_path / "own").code == 0
    file = tmp_path / "own" / "roles.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("en: IT manager", r'en: "\e[31mIT manager"', 1), "utf-8")
    with pytest.raises(ContentError, match="control characters"):
        load_catalog(tmp_path / "own")


def test_a_language_that_there_is_not_is_refused_wherever_it_is_named(run):
    assert run("--lang", "xx", "roles").code == 2
    assert run("roles", "--lang", "xx").code == 2


def test_an_accessible_terminal_takes_answers_from_a_pipe(run, monkeypatch):
    monkeypatch.setenv("ACCESSIBLE", "1")
    typed = "\n".join(["", *["3"] * 200])
    assert "Your result" in run("take", "--form", "skills", "--no-history", stdin=typed).out


@given(shift=st.floats(-30, 30))
def test_no_reason_and_no_advice_rests_on_what_is_about_average(shift):
    catalog = load_catalog()
    answers = {item.id: item.choices[-1].answer for item in catalog.items[::2]}
    found = assess(catalog, catalog.form_by_id["full"], answers)
    moved = tuple(
        each if each.score is None else replace(each, score=min(max(each.score + shift, 0), 100))
        for each in found.scales
    )
    found = replace(found, scales=moved)
    scores = {each.id: each for each in moved}
    words = ResultWords(Words("en"), catalog, found)
    for match in found.ranking:
        role = catalog.role_by_id[match.role]
        for each in (part for side in words.reasons(match) for part in side):
            norm = catalog.scale_by_id[each.scale]
            assert abs(scores[each.scale].score - norm.mean) >= norm.sd / 2
            assert abs(role.profile[each.scale].level - norm.mean) >= norm.sd / 4
        for scale in words.first_to_learn(role):
            score = scores[scale.id]
            assert role.profile[scale.id].level - score.score > score.standard_error
