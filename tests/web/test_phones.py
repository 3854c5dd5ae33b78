"""What somebody in the room meets on a phone, and what stays on disk of it."""

import json
import os
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from workshop_people import FORM, some_answers, typed

from manager_quiz.catalog.load import load_catalog
from manager_quiz.measurement.assessment import assess
from manager_quiz.records.journal import take_up
from manager_quiz.records.workshops.closing import close, reopen
from manager_quiz.records.workshops.folder import Workshop, removal_of, remove, whole_removal
from manager_quiz.records.workshops.gather import Gatherer
from manager_quiz.records.workshops.people import journals, result_file
from manager_quiz.web import room as rooms
from manager_quiz.web.room import Room, room_app
from manager_quiz.wording.words import Words

HOST = "127.0.0.5:8080"
CATALOGS = {each: (load_catalog(language=each), Words(each)) for each in ("en", "ru")}
CATALOG = CATALOGS["en"][0]
ITEMS = CATALOG.form_items(FORM)


@pytest.fixture
def room(workshop: Workshop) -> Room:
    return Room(workshop, CATALOGS, frozenset({HOST}), frozenset({"127.0.0.5"}))


@pytest.fixture
def phone(room: Room) -> FlaskClient:
    return new_phone(room)


def new_phone(room: Room) -> FlaskClient:
    phone = room_app(room).test_client()
    phone.environ_base |= {"HTTP_HOST": HOST, "REMOTE_ADDR": "127.0.0.9"}
    return phone


def get(phone: FlaskClient, path: str, **more) -> TestResponse:
    return phone.get(path, base_url=f"http://{HOST}", follow_redirects=True, **more)


def post(phone: FlaskClient, path: str, **form: object) -> TestResponse:
    return phone.post(path, base_url=f"http://{HOST}", data=form, follow_redirects=True)


def begin(phone: FlaskClient, *roles: str) -> tuple[str, str]:
    code, pin = re.findall(r"<dd><bdi>(.*?)</bdi>", post(phone, "/begin").text)
    post(phone, "/roles", role=list(roles))
    return code, pin


def choice(index: int, answers: Mapping[str, int | str]) -> int:
    found = ITEMS[index].choice(answers[ITEMS[index].id])
    assert found is not None
    return found


def answer_all(phone: FlaskClient, answers: Mapping[str, int | str], first: int = 0) -> None:
    for index in range(first, len(ITEMS)):
        page = post(phone, f"/q/{index + 1}", answer=choice(index, answers))
    assert page.request.path == "/review"


def kept(room: Room, code: str) -> dict:
    return json.loads(result_file(room.workshop, code).read_bytes())


def test_from_consent_to_the_result(room: Room, phone: FlaskClient) -> None:
    assert "Career day" in get(phone, "/").text
    code, _pin = begin(phone)
    assert get(phone, "/go").request.path == "/q/1"
    answers = some_answers(1)
    answer_all(phone, answers)

    result = post(phone, "/finish")

    assert result.request.path == "/result"
    document = kept(room, code)
    assert document["answers"] == answers
    expected = assess(CATALOG, FORM, answers)
    assert document["ranking"][0]["role"] == expected.ranking[0].role
    assert CATALOG.role_by_id[expected.ranking[0].role].name in result.text
    assert list(room.workshop.journals.iterdir()) == []
    more = get(phone, "/result/more")
    assert "All roles" in more.text
    saved = phone.get("/result/save", base_url=f"http://{HOST}")
    assert (
        saved.headers["Content-Disposition"] == f'attachment; filename="manager-quiz-{code}.html"'
    )
    assert code in saved.text


def test_the_code_and_the_pin_stay_to_be_seen_on_the_phone(phone: FlaskClient) -> None:
    code, pin = begin(phone)
    again = get(phone, "/code").text
    assert code in again
    assert pin in again


@pytest.mark.parametrize("seed", range(2))
def test_posts_repeated_and_reordered_lose_nothing_and_count_nothing_twice(
    room: Room, phone: FlaskClient, seed: int
) -> None:
    rng = random.Random(seed)
    code, _pin = begin(phone)
    last: dict[str, int | str] = {}
    posts = []
    for _step in range(60):
        number = rng.randrange(len(ITEMS))
        posts.append((number, rng.randrange(len(ITEMS[number].choices))))
        if rng.random() < 0.3:
            posts.append(posts[-1])  # a double tap
    for number, picked in posts:
        post(phone, f"/q/{number + 1}", answer=picked)
        last[ITEMS[number].id] = ITEMS[number].choices[picked].answer
    while (page := get(phone, "/go")).request.path != "/review":
        number = int(page.request.path.rpartition("/")[2]) - 1
        assert ITEMS[number].text in page.text.replace("&#39;", "'")
        if ITEMS[number].id in last:  # it was answered out of turn, and is seen with that
            picked = choice(number, last)
            assert "(your answer)" in page.text
        else:
            picked = rng.randrange(len(ITEMS[number].choices))
        last[ITEMS[number].id] = ITEMS[number].choices[picked].answer
        post(phone, f"/q/{number + 1}", answer=picked)
    post(phone, "/finish")
    assert kept(room, code)["answers"] == {item.id: last[item.id] for item in ITEMS}


def test_back_shows_the_old_answer_and_a_new_one_leads_to_where_the_person_was(
    phone: FlaskClient,
) -> None:
    begin(phone)
    for number in (1, 2, 3):
        post(phone, f"/q/{number}", answer=2)
    earlier = get(phone, "/q/2")
    assert earlier.request.path == "/q/2"
    assert earlier.text.count("(your answer)") == 1
    assert post(phone, "/q/2", answer=4).request.path == "/q/4"
    assert "(your answer)" in get(phone, "/q/2").text
    assert get(phone, "/go").request.path == "/q/4"


def test_a_second_tap_on_the_same_answer_changes_nothing(room: Room, phone: FlaskClient) -> None:
    code, _pin = begin(phone)
    post(phone, "/q/1", answer=2)
    (journal,) = journals(room.workshop, code).iterdir()
    before = journal.read_bytes()
    assert post(phone, "/q/1", answer=2).request.path == "/q/2"
    assert journal.read_bytes() == before


def test_what_is_skipped_can_be_answered_from_the_review(room: Room, phone: FlaskClient) -> None:
    code, _pin = begin(phone)
    answers = some_answers(2)
    post(phone, "/q/1", skip=1)
    post(phone, "/q/1", skip=1)
    answer_all(phone, answers, first=1)
    assert "38 of 39 answered" in get(phone, "/review").text
    assert post(phone, "/q/1", answer=choice(0, answers)).request.path == "/review"
    post(phone, "/finish")
    assert kept(room, code)["answers"] == answers


def test_the_roles_that_one_would_choose_are_kept(room: Room, phone: FlaskClient) -> None:
    first, second, third, fourth = list(CATALOG.role_by_id)[:4]
    code, _pin = begin(phone, first, second, third, fourth, "nonsense")
    refused = get(phone, "/go")
    assert refused.request.path == "/roles"
    told = post(phone, "/roles", role=[first, second, third, fourth])
    assert "Three at most" in told.text
    assert told.text.count(" checked") == 4
    assert post(phone, "/roles", role=[second, first, "nonsense"]).request.path == "/q/1"
    assert get(phone, "/roles").text.count(" checked") == 2
    answers = some_answers(1)
    answer_all(phone, answers)
    post(phone, "/roles", role=[third])  # gone back to, and changed
    post(phone, "/finish")
    assert kept(room, code)["aspirations"] == [third]


def test_where_nobody_is_asked_for_roles_the_questions_come_at_once(room: Room) -> None:
    room.workshop = replace(room.workshop, aspirations=False)
    phone = new_phone(room)
    begin(phone)
    assert get(phone, "/roles").request.path == "/q/1"


def test_too_few_answers_are_told_and_can_be_mended(room: Room, phone: FlaskClient) -> None:
    code, _pin = begin(phone)
    for number in range(1, 40):
        post(phone, f"/q/{number}", skip=1)
    assert "Too few answers" in post(phone, "/finish").text
    assert not result_file(room.workshop, code).exists()
    answer_all(phone, some_answers(3))
    assert post(phone, "/finish").request.path == "/result"


ADDRESSES = (
    *(
        "/",
        "/go",
        "/roles",
        "/q/1",
        "/q/2",
        "/q/39",
        "/q/0",
        "/q/40",
        "/q/999999999999999999999",
        "/q/x",
    ),
    *("/review", "/finish", "/result", "/result/more", "/result/save", "/again", "/begin"),
    *("/nonsense", "/q/1/2", "/../etc/passwd", "/%2e%2e/x", "/static/x", "/results/a.json"),
)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_any_address_leads_to_where_the_person_is(
    room: Room, phone: FlaskClient, method: str
) -> None:
    def lands(path: str) -> str:
        reply = phone.open(path, method=method, base_url=f"http://{HOST}", follow_redirects=True)
        assert reply.status_code == 200 or (path, reply.status_code) == ("/again", 403)
        return str(reply.request.path)

    others = [path for path in ADDRESSES if path not in {"/begin", "/finish"}]
    assert {lands(path) for path in ADDRESSES if path != "/begin"} <= {"/", "/again"}
    begin(phone)
    assert {lands(path) for path in ADDRESSES} <= {"/q/1", "/roles"}
    post(phone, "/q/1", answer=1)
    assert {lands(path) for path in ADDRESSES} <= {"/q/1", "/q/2", "/roles"}
    answer_all(phone, some_answers(1), first=1)
    assert {lands(path) for path in others} <= {"/review", "/roles", "/q/1", "/q/2", "/q/39"}
    post(phone, "/finish")
    assert {lands(path) for path in ADDRESSES} <= {"/result", "/result/more", "/result/save"}


def test_a_phone_and_the_laptop_take_turns(room: Room, phone: FlaskClient, run) -> None:
    """Begun on a phone, gone on with at `join`, ended on another phone."""
    code, pin = begin(phone)
    answers = some_answers(4)
    for index in range(5):
        post(phone, f"/q/{index + 1}", answer=choice(index, answers))
    lines = typed(answers).split("\n")[3:]
    stdin = "\n".join([code.upper(), pin, "1", *lines[5:9], "quit"]) + "\n"
    folder = room.workshop.folder
    joined = run("workshop", "join", folder, "--once", "--plain", stdin=stdin.encode())
    assert "5 of 39 answered" in joined.err
    assert "9 of 39 answers are kept" in joined.err

    assert get(phone, "/go").request.path == "/q/10"
    other = new_phone(room)
    assert post(other, "/again", code=code, pin=pin).request.path == "/q/10"
    answer_all(other, answers, first=9)
    post(other, "/finish")
    assert kept(room, code)["answers"] == answers
    assert get(phone, "/q/10").request.path == "/result"


def test_while_the_quiz_is_open_at_the_laptop_the_phone_is_told_so(
    room: Room, phone: FlaskClient
) -> None:
    code, _pin = begin(phone)
    post(phone, "/q/1", answer=1)
    (file,) = journals(room.workshop, code).iterdir()
    taken = take_up(file)
    assert taken is not None
    told = post(phone, "/q/2", answer=1)
    assert (told.status_code, "open elsewhere" in told.text) == (409, True)
    taken[0].close()
    assert post(phone, "/q/2", answer=1).request.path == "/q/3"


def test_an_answer_that_cannot_be_saved_is_not_taken_for_given(
    phone: FlaskClient, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    begin(phone)
    post(phone, "/q/1", answer=1)

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        told = post(phone, "/q/2", answer=1)
    assert (told.status_code, "saved" in told.text) == (503, True)
    assert "No space left" not in told.text
    assert "127.0.0.9" not in capsys.readouterr().err
    assert get(phone, "/go").request.path == "/q/2"
    assert post(phone, "/q/2", answer=1).request.path == "/q/3"


def test_a_fault_of_the_program_tells_nothing_of_its_inside(
    phone: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(phone)

    def broken(*_args: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(rooms, "Sitting", broken)
    told = get(phone, "/q/1")
    assert told.status_code == 503
    assert "secret" not in told.text
    assert "Traceback" not in told.text


def test_whoever_is_erased_begins_anew(room: Room, phone: FlaskClient) -> None:
    code, _pin = begin(phone)
    post(phone, "/q/1", answer=1)
    assert whole_removal(room.workshop).names_codes == ()  # a phone is ours, not somebody's file
    remove(room.workshop, removal_of(room.workshop, code))
    assert get(phone, "/q/2").request.path == "/"
    assert begin(phone)[0] != code


def test_a_phone_can_be_given_to_somebody_else(room: Room, phone: FlaskClient) -> None:
    code, pin = begin(phone)
    cookie = phone.get_cookie("phone", domain=HOST.partition(":")[0])
    assert post(phone, "/leave").request.path == "/"
    assert begin(phone)[0] != code
    thief = new_phone(room)
    assert cookie is not None
    thief.set_cookie("phone", cookie.value, domain=HOST.partition(":")[0])
    assert get(thief, "/q/1").request.path == "/"
    assert post(thief, "/again", code=code, pin=pin).request.path == "/q/1"


def test_somebody_elses_code_opens_nothing_and_tells_nothing(
    room: Room, phone: FlaskClient
) -> None:
    code, pin = begin(phone)
    wrong = f"{(int(pin) + 1) % 10_000:04}"
    thief = new_phone(room)
    replies = [
        post(thief, "/again", code=typed_code, pin=wrong)
        for typed_code in (code, "ruby-zebra-99", "../results/x", "", code * 50)
    ]
    shown = {reply.status_code: reply.text for reply in replies}
    assert len({reply.text for reply in replies}) == len(shown) == 1
    for _try in range(3):
        told = post(thief, "/again", code=code, pin=wrong)
        unknown = post(thief, "/again", code="ruby-zebra-99", pin=wrong)
    assert told.status_code == unknown.status_code == 429
    assert get(thief, "/q/1").request.path == "/"


@pytest.mark.parametrize(
    "cookie", ["x", "x.1234", ".", "*", "*.1", "../" * 9, "\N{SNOWMAN}", "a" * 4000]
)
def test_a_forged_cookie_is_nobody(room: Room, phone: FlaskClient, cookie: str) -> None:
    begin(phone)
    thief = new_phone(room)
    thief.set_cookie("phone", cookie, domain=HOST.partition(":")[0])
    assert get(thief, "/q/1").request.path == "/"


def test_the_phones_secret_is_kept_hashed_and_out_of_reach_of_scripts(
    room: Room, phone: FlaskClient
) -> None:
    reply = phone.post("/begin", base_url=f"http://{HOST}")
    (cookie,) = reply.headers.getlist("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    secret = cookie.partition("=")[2].partition(".")[0]
    assert len(secret) * 6 >= 128
    everything = [
        file.name.encode() + file.read_bytes()
        for file in room.workshop.folder.rglob("*")
        if file.is_file()
    ]
    assert not any(secret.encode() in each for each in everything)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.5", "127.0.0.5:81", "", "localhost:8080"]
)
def test_no_other_name_is_answered(room: Room, host: str) -> None:
    reply = room_app(room).test_client().get("/", headers={"Host": host})
    assert reply.status_code == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", f"https://{HOST}", "http://127.0.0.5"]
)
def test_no_other_page_posts_into_the_room(room: Room, phone: FlaskClient, origin: str) -> None:
    reply = phone.post("/begin", base_url=f"http://{HOST}", headers={"Origin": origin})
    assert reply.status_code == 403
    assert list(room.workshop.journals.iterdir()) == []


def every_page(phone: FlaskClient) -> Iterator[TestResponse]:
    """Each page that somebody sees, in the order they are met."""
    yield get(phone, "/")
    yield get(phone, "/again")
    yield post(phone, "/again", code="blue-fox-11", pin="1")
    yield post(phone, "/begin")
    yield get(phone, "/go")
    yield post(phone, "/roles", role=list(CATALOG.role_by_id)[:4])
    post(phone, "/roles")
    situation = next(n for n, item in enumerate(ITEMS, 1) if not item.kind.graded)
    for number in range(1, 40):
        if number in {1, situation}:
            yield get(phone, f"/q/{number}")
        if number == 2:
            yield get(phone, "/q/1")
        post(phone, f"/q/{number}", **({"skip": 1} if number == 9 else {"answer": number % 4}))
    yield get(phone, "/review")
    yield post(phone, "/finish")
    yield get(phone, "/result/more")
    yield get(phone, "/code")


@pytest.mark.parametrize("language", CATALOGS)
def test_every_page_loads_nothing_from_elsewhere_and_has_no_script(
    room: Room, phone: FlaskClient, language: str
) -> None:
    get(phone, f"/?language={language}")
    count = 0
    for page in every_page(phone):
        count += 1
        loaded = re.findall(r'(?:src|href|action)="([^"]*)"', page.text)
        assert all(re.match(r"/(?!/)", each) for each in loaded), loaded
        assert "<script" not in page.text
        assert not re.search(r"\son\w+=|style=", page.text)
        assert f'<html lang="{language}">' in page.text
        headers = page.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
    assert count == 13


def test_codes_and_pins_stand_in_no_address(room: Room, phone: FlaskClient) -> None:
    code, pin = begin(phone)
    for page in every_page(phone):
        addresses = [page.request.path, *re.findall(r'(?:href|action)="([^"]*)"', page.text)]
        assert not any(secret in each for secret in (code, pin) for each in addresses)


def test_nobody_sees_anybody_elses_code(room: Room, phone: FlaskClient) -> None:
    other = new_phone(room)
    code, pin = begin(other)
    answer_all(other, some_answers(5))
    post(other, "/finish")
    for page in every_page(phone):
        assert code not in page.text
        assert pin not in page.text or not re.search(rf"\b{pin}\b", page.text)


def test_a_closed_workshop_takes_nobody_and_shows_results_again(
    room: Room, phone: FlaskClient
) -> None:
    code, pin = begin(phone)
    answer_all(phone, some_answers(1))
    post(phone, "/finish")
    late = new_phone(room)
    begin(late)
    post(late, "/q/1", answer=1)
    gathered = Gatherer(room.workshop, CATALOG).gather()
    close(room.workshop, gathered, np.random.default_rng(1))

    assert "is closed" in post(late, "/q/2", answer=1).text
    assert "is closed" in get(new_phone(room), "/").text
    assert "is closed" in post(new_phone(room), "/begin").text
    assert get(phone, "/").request.path == "/result"
    assert post(new_phone(room), "/again", code=code, pin=pin).request.path == "/result"
    reopen(room.workshop)
    assert get(late, "/go").request.path == "/q/2"


def test_a_fixed_language_is_the_only_one(workshop: Workshop) -> None:
    room = Room(workshop, {"ru": CATALOGS["ru"]}, frozenset({HOST}), frozenset())
    page = get(new_phone(room), "/?language=en", headers={"Accept-Language": "en"})
    assert '<html lang="ru">' in page.text
    assert "English" not in page.text


def test_the_phones_own_language_is_the_first(room: Room) -> None:
    page = get(new_phone(room), "/", headers={"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.5"})
    assert '<html lang="ru">' in page.text


def test_a_room_behind_one_address_is_not_locked_out_and_a_flood_is(
    room: Room, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manager_quiz.web.app.time.monotonic", lambda: 1.0)  # all at once
    people = [new_phone(room) for _each in range(40)]
    assert len({begin(each)[0] for each in people}) == 40
    assert {get(each, "/q/1").status_code for each in people} == {200}
    replies = [get(phone, "/style.css").status_code for _each in range(900)]
    assert replies == sorted(replies)
    assert set(replies) == {200, 429}
    phone.environ_base["REMOTE_ADDR"] = "127.0.0.10"
    assert get(phone, "/again").status_code == 200


def test_more_people_than_a_workshop_has_room_for_are_told(
    room: Room, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "MOST_PEOPLE", 1)
    begin(phone)
    assert "no room for more" in post(new_phone(room), "/begin").text


def test_an_interview_that_is_changed_without_end_ends(
    room: Room, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manager_quiz.web.sitting.MOST_STEPS", 60)
    code, _pin = begin(phone)
    answer_all(phone, some_answers(6))
    replies = {post(phone, "/q/1", answer=number % 2).status_code for number in range(30)}
    assert replies == {200, 409}
    assert get(phone, "/go").request.path in {"/review", "/q/1"}
    assert journals(room.workshop, code).exists()


def test_a_phone_from_elsewhere_is_noticed(room: Room, phone: FlaskClient) -> None:
    own = room_app(room).test_client()
    own.get("/", base_url=f"http://{HOST}", environ_base={"REMOTE_ADDR": "127.0.0.5"})
    assert room.reached is None
    get(phone, "/")
    assert room.reached is not None
