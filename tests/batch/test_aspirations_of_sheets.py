"""Roles that people would choose, in sheets: found by any name, scored with their places."""

import pytest
from sheets_for_tests import answers_of, as_text, scored, sheets

from manager_quiz.measurement.assessment import assess

FIGURES = ("fit", "first_place", "last_place")


def with_roles(rows, **named):
    """The sheets with some more columns."""
    return [
        {**row, **{name: values[number] for name, values in named.items()}}
        for number, row in enumerate(rows)
    ]


def test_each_role_has_the_match_and_the_places_that_take_gives(quick, run, write, tmp_path):
    catalog, form = quick
    roles = [role.id for role in catalog.roles]
    rows = sheets(catalog, form, len(roles), skipped=0.1)
    named = with_roles(rows, aspiration_1=roles, aspiration_2=roles[::-1])
    out = tmp_path / "out.csv"
    assert run("score", write(as_text(named)), "-o", out).code == 0
    for row, told in zip(named, scored(out), strict=True):
        one = assess(catalog, form, answers_of(catalog, row))
        matches = {match.role: match for match in one.ranking}
        for column in ("aspiration_1", "aspiration_2"):
            match = matches[row[column]]
            assert told[column] == row[column]
            assert float(told[f"{column}_fit"]) == pytest.approx(match.fit, abs=0.05 + 1e-9)
            places = tuple(int(told[f"{column}_{end}_place"]) for end in ("first", "last"))
            assert places == match.rank_range


def test_nothing_else_in_the_table_changes_by_them(quick, run, write):
    catalog, form = quick
    rows = sheets(catalog, form, 12, skipped=0.1)
    named = with_roles(rows, aspiration_1=["hr-manager"] * 12)
    bare, more = (scored(run("score", write(as_text(each))).out) for each in (rows, named))
    for one, other in zip(bare, more, strict=True):
        assert one == {name: other[name] for name in one}
        assert not any(name.startswith("aspiration") for name in one)


def test_any_usual_name_is_found_and_what_is_no_role_is_told(quick, run, write):
    catalog, form = quick
    rows = sheets(catalog, form, 4)
    named = with_roles(rows, aspiration_1=["head of HR", "эйчар", "astronaut", ""])
    done = run("score", write(as_text(named)))
    told = scored(done.out)
    assert [row["aspiration_1"] for row in told] == ["hr-manager"] * 2 + ["astronaut", ""]
    for row in told[2:]:
        assert [row[f"aspiration_1_{name}"] for name in FIGURES] == [""] * 3
    assert "1 aspiration is no role that there is and has no figures: astronaut" in done.err


def test_a_row_without_a_score_has_no_place_for_what_it_names(quick, run, write):
    catalog, form = quick
    rows = sheets(catalog, form, 2)
    first = form.items[0]
    rows[1] = {name: ("" if name not in {"id", first} else rows[1][name]) for name in rows[1]}
    told = scored(
        run("score", write(as_text(with_roles(rows, aspiration_1=["top-manager"] * 2)))).out
    )
    assert told[0]["aspiration_1_fit"]
    assert [told[1][f"aspiration_1_{name}"] for name in FIGURES] == [""] * 3


def test_a_workshops_export_is_scored_with_its_aspirations(quick, run, tmp_path, monkeypatch):
    _catalog, form = quick
    monkeypatch.chdir(tmp_path)
    assert run("workshop", "open", "Day", "--form", form.id).code == 0
    typed = "\n".join(["", "", "hr-manager", *["1"] * len(form.items), "", ""])
    joined = run("workshop", "join", "day", "--once", "--plain", stdin=typed.encode())
    assert joined.code == 0, joined.err
    assert run("workshop", "close", "day").code == 0
    assert run("workshop", "export", "day", "-o", "day.csv").code == 0
    (row,) = scored(run("score", "day.csv").out)
    assert row["aspiration_1"] == "hr-manager"
    assert row["aspiration_1_first_place"]
    assert row["aspiration_2"] == row["aspiration_2_fit"] == ""
