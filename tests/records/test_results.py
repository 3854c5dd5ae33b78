"""Saved results read back, whatever became of them."""

import contextlib
import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manager_quiz.errors import ContentError
from manager_quiz.records.results import encode, missing_content, read_result, result_of


def test_a_result_written_and_read_back_is_the_same(make, catalogs, tmp_path):
    document = make()
    file = tmp_path / "result.json"
    file.write_bytes(encode(document))
    result = read_result(file, catalogs["en"])
    assert result.assessment == result_of(document, catalogs["en"]).assessment
    assert json.loads(encode(document)) == result.document
    assert (result.id, result.form) == ("blue-otter-42", "full")


def test_a_result_from_before_aspirations_has_none(make, catalogs):
    document = make()
    del document["aspirations"]
    assert result_of(document, catalogs["en"]).aspirations == ()


@pytest.mark.parametrize(
    "roles",
    [["nobody"], ["it-manager"] * 2, ["it-manager", "hr-manager", "top-manager", "line-manager"]],
)
def test_aspirations_that_cannot_be_are_refused(make, catalogs, roles):
    kept = result_of(make() | {"aspirations": ["it-manager"]}, catalogs["en"])
    assert kept.aspirations == ("it-manager",)
    with pytest.raises(ContentError, match="don't fit together"):
        result_of(make() | {"aspirations": roles}, catalogs["en"])


def test_reading_needs_no_numpy():
    import subprocess
    import sys

    code = "import sys, manager_quiz.records.history; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"schema": "manager-quiz/result@1"}',
        b'{"schema": "manager-quiz/result@2"}',
        b'{"schema": []}',
        b'{"schema": {"a": 1}}',
        b"<html><script>alert(1)</script></html>",
        b"NaN",
        b"\x1b[2J\x1b]0;owned\x07",
    ],
)
def test_what_is_no_result_is_refused_in_one_printable_line(content, catalogs, tmp_path):
    file = tmp_path / "result.json"
    file.write_bytes(content)
    with pytest.raises(ContentError) as refused:
        read_result(file, catalogs["en"])
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("id",), "a\x1b[2Jb"),
        (("id",), "a\u202eb"),
        (("id",), "x" * 1000),
        (("id",), None),
        (("taken_at",), "yesterday"),
        (("language",), ["en"]),
        (("answers",), {"leadership-1": {"deep": 1}}),
        (("answers",), [1, 2]),
        (("catalog", "sha256"), 7),
        (("scales",), []),
        (("scales", 0, "score"), float("inf")),
        (("scales", 0, "score"), float("nan")),
        (("scales", 0, "score"), 10**400),
        (("scales", 0, "score"), 100.1),
        (("scales", 0, "score"), True),
        (("scales", 0, "id"), "charisma"),
        (("ranking", 0, "p_best"), -0.1),
        (("ranking", 0, "role"), "\n"),
        (("ranking", 0, "contributions"), "none"),
        (("ranking", 1, "role"), "sales-manager"),
        (("best_set",), ["top-manager"]),
        (("best_set",), []),
        (("upset", "role"), "wizard"),
        (("ranking", 0, "rank_range"), [1]),
        (("ranking", 0, "rank_range"), [1, 2, 3]),
        (("ranking", 0, "fit"), 100.1),
        (("p_top3",), 1.1),
        (("verdict",), "perhaps"),
        (("managing", "percentile"), -1),
        (("measured", "norms"), "many"),
        (("measured", "levels"), [7]),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(path, value, make, catalogs, tmp_path):
    document = json.loads(encode(make()))
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    file = tmp_path / "result.json"
    file.write_text(json.dumps(document))
    with pytest.raises(ContentError) as refused:
        read_result(file, catalogs["en"])
    assert str(refused.value).isprintable()


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_other_value_anywhere_is_taken_or_refused_but_never_a_crash(data, make, catalogs):
    document = json.loads(encode(make()))
    place = document
    while True:
        steps = sorted(place) if isinstance(place, dict) else range(len(place))
        step = data.draw(st.sampled_from(steps))
        if not isinstance(place[step], dict | list) or not place[step] or data.draw(st.booleans()):
            break
        place = place[step]
    place[step] = data.draw(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=5,
        )
    )
    with contextlib.suppress(ContentError):
        result_of(document, catalogs["en"])


def test_a_hundred_megabytes_are_not_read(catalogs, tmp_path):
    file = tmp_path / "result.json"
    with file.open("wb") as stream:
        stream.truncate(100_000_000)
    with pytest.raises(ContentError, match="larger than 1 MB"):
        read_result(file, catalogs["en"])


@pytest.mark.skipif(os.name == "nt", reason="no pipes with names there")
def test_a_folder_or_a_pipe_is_no_file_to_wait_for(catalogs, tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    for file in (tmp_path, tmp_path / "pipe.json"):
        with pytest.raises(ContentError, match="not a file"):
            read_result(file, catalogs["en"])


def test_what_the_content_lacks_is_named(make, catalogs):
    document = json.loads(encode(make()))
    assert missing_content(result_of(document, catalogs["en"]), catalogs["en"]) is None
    document["form"] = "long"
    assert missing_content(result_of(document, catalogs["en"]), catalogs["en"]) == "long"
