"""A result as a plain, documented mapping; saved results read back, and scored again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from manager_quiz.catalog.model import MOST_ASPIRATIONS, Catalog, Form
from manager_quiz.errors import N_, ContentError, Failure, Problem, TooFewAnswersError
from manager_quiz.measurement.findings import HASTY, VERDICTS, Assessment
from manager_quiz.records.decode import DecodeError, decode
from manager_quiz.records.files import read_file
from manager_quiz.text import escaped

SCHEMA = "manager-quiz/result@2"
EARLIER = "manager-quiz/result@1"
"""Results of this kind are read by scoring their answers again."""
TOLERANCE = 1e-6
"""Numbers no further apart than this are the same but for rounding."""


class Origin(NamedTuple):
    """The content that a result was made with."""

    version: str
    sha256: str


@dataclass(frozen=True)
class _Frame:
    """What a result says besides the assessment, and what can't be found from the answers."""

    id: str
    taken_at: str
    language: str
    form: str
    catalog: Origin
    answers: Mapping[str, int | str]
    aspirations: tuple[str, ...] | None
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """A saved result, typed and checked; `document` is it as a mapping.

    `aspirations` are the roles that the person named before the first question; none where they
    named none or weren't asked.

    One of an earlier kind was scored again with the content of today, and `retired` of its answers
    were left out since what they answer isn't asked any more; None where it is as it was saved.
    """

    id: str
    taken_at: datetime
    language: str
    form: str
    catalog: Origin
    answers: Mapping[str, int | str]
    aspirations: tuple[str, ...]
    assessment: Assessment
    document: Mapping[str, Any]
    retired: int | None = None

    @property
    def scores(self) -> dict[str, float]:
        """Scores by scale; those not scored are left out."""
        measured = ((each.id, each.score) for each in self.assessment.scales)
        return {id: score for id, score in measured if score is not None}


def new_result(
    catalog: Catalog,
    form: Form,
    answers: Mapping[str, int | str],
    seconds: Sequence[float],
    id: str,
    aspirations: Sequence[str],
    taken_at: datetime | None = None,
) -> dict[str, Any]:
    """The result of answers, ready to be kept; where no time is said they were given just now.

    Raises TooFewAnswersError.
    """
    # Not before the first question: NumPy takes longer to import than all else.
    from manager_quiz.measurement.assessment import assess

    assessment = assess(catalog, form, answers, seconds)
    at = taken_at or datetime.now(UTC).astimezone()
    return result_document(
        catalog, form, answers, assessment, id=id, taken_at=at, aspirations=aspirations
    )


def result_document(
    catalog: Catalog,
    form: Form,
    answers: Mapping[str, int | str],
    assessment: Assessment,
    *,
    id: str,
    taken_at: datetime,
    aspirations: Sequence[str] = (),
) -> dict[str, Any]:
    """Everything about one result, ready for JSON: what was said, and what follows from it.

    Where it was said on paper, `"paper": true` is added; there are no times then.
    """
    return {
        "schema": SCHEMA,
        "id": id,
        "taken_at": taken_at.isoformat(timespec="seconds"),
        "language": catalog.language,
        "form": form.id,
        "catalog": {"version": catalog.version, "sha256": catalog.sha256},
        "answers": {item: answers[item] for item in form.items if item in answers},
        "aspirations": list(aspirations),
        **asdict(assessment),
    }


def encode(document: Mapping[str, Any]) -> bytes:
    """A document as the bytes of a JSON file that people can read too."""
    return (escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n").encode()


def read_result(file: Path, catalog: Catalog) -> Result:
    """The saved result in a file. Raises ContentError, in one line, where it holds none."""
    try:
        document = json.loads(read_file(file), parse_constant=_not_a_number)
    except (ValueError, RecursionError) as error:
        raise _no_result(file, N_("not JSON")) from error
    return result_of(document, catalog, file)


def result_of(document: object, catalog: Catalog, file: Path = Path("-")) -> Result:
    """A document as a typed result; `file` is only named where it is none.

    The catalog is that which an earlier kind of result is scored again with. Raises ContentError.
    What gets through is small, finite and printable, whoever wrote it, and speaks of the same
    scales and roles throughout.
    """
    if not isinstance(document, dict) or document.get("schema") not in (SCHEMA, EARLIER):
        raise _no_result(file, N_("not marked as a result, or one of another version"))
    retired = None
    try:
        frame = decode(_Frame, document)
        taken_at = _time(frame.taken_at)
        if document["schema"] == EARLIER:
            document, retired = _scored_again(frame, taken_at, catalog, file)
            frame = decode(_Frame, document)
        assessment = decode(Assessment, document)
    except DecodeError as error:
        message = N_("{field} is missing or wrong")
        raise _no_result(file, message, field=str(error)) from error
    aspirations = frame.aspirations or ()
    if not _coherent(assessment, aspirations):
        raise _no_result(file, N_("its parts don't fit together"))
    return Result(
        frame.id,
        taken_at,
        frame.language,
        frame.form,
        frame.catalog,
        frame.answers,
        aspirations,
        assessment,
        document,
        retired,
    )


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
        time.timestamp()
    except (ValueError, OverflowError, OSError) as error:
        raise DecodeError("taken_at") from error
    return time


def _scored_again(
    frame: _Frame, taken_at: datetime, catalog: Catalog, file: Path
) -> tuple[dict[str, Any], int]:
    """The document that the answers give today, and how many of them are to retired questions."""
    form = catalog.form_by_id.get(frame.form)
    if form is None:
        raise _no_result(file, N_("the form {form} isn't there any more"), form=frame.form)
    answers = {
        item.id: frame.answers[item.id]
        for item in catalog.form_items(form)
        if item.id in frame.answers and item.choice(frame.answers[item.id]) is not None
    }
    try:
        made = new_result(catalog, form, answers, (), frame.id, (), taken_at)
    except TooFewAnswersError as error:
        message = N_("too few of its answers are to questions that are still asked")
        raise _no_result(file, message) from error
    from_times = {HASTY} & set(frame.flags)
    document = {**made, "language": frame.language, "flags": [*made["flags"], *from_times]}
    # As it would be read had it been saved: with lists, not tuples.
    return json.loads(encode(document)), len(frame.answers) - len(answers)


class Difference(NamedTuple):
    """Something that a result says, and what its answers give; `-` stands for nothing."""

    place: str
    saved: str
    computed: str


class OtherContentError(Failure):
    """The result was made with other content than there is here."""


def verify(result: Result, catalog: Catalog) -> tuple[Difference, ...]:
    """What a result says otherwise than its answers do; nothing where it is right.

    Raises OtherContentError where the catalog isn't the one that it was made with.
    """
    if result.catalog.sha256 != catalog.sha256:
        raise OtherContentError
    form = catalog.form_by_id.get(result.form)
    if form is None:
        return (Difference("form", _shown(result.form), "-"),)
    for item in catalog.form_items(form):
        given = result.answers.get(item.id)
        if given is not None and item.choice(given) is None:
            return (Difference(f"answers.{item.id}", _shown(given), "-"),)
    try:
        document = new_result(catalog, form, result.answers, (), result.id, (), result.taken_at)
    except TooFewAnswersError:
        return (Difference("scales", _shown(result.document["scales"]), "-"),)
    computed = json.loads(encode(document))
    flags = result.document.get("flags") or ()
    saved = {**result.document, "flags": [flag for flag in flags if flag != HASTY]}
    names = ("answers", *(field.name for field in fields(Assessment)))
    told, found = ({name: side.get(name) for name in names} for side in (saved, computed))
    return tuple(differences(told, found))


def differences(saved: Any, computed: Any, place: str = "") -> Iterator[Difference]:
    """Where one JSON value says otherwise than another; numbers within `TOLERANCE` are the same."""
    if isinstance(saved, dict) and isinstance(computed, dict):
        for name in dict.fromkeys((*computed, *saved)):
            inner = f"{place}.{name}" if place else name
            if name in saved and name in computed:
                yield from differences(saved[name], computed[name], inner)
            else:
                yield Difference(inner, *(_shown(side.get(name)) for side in (saved, computed)))
    elif isinstance(saved, list) and isinstance(computed, list) and len(saved) == len(computed):
        for index, (one, other) in enumerate(zip(saved, computed, strict=True)):
            yield from differences(one, other, f"{place}[{index}]")
    elif {type(saved), type(computed)} <= {int, float}:
        if not abs(saved - computed) <= TOLERANCE:
            yield Difference(place, _shown(saved), _shown(computed))
    elif type(saved) is not type(computed) or saved != computed:
        yield Difference(place, _shown(saved), _shown(computed))


def _shown(value: Any) -> str:
    """A value in a few characters."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    text = "-" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"


def missing_content(result: Result, catalog: Catalog) -> str | None:
    """Something that a result speaks of and the catalog doesn't have; None where nothing is."""
    assessment = result.assessment
    known: tuple[tuple[str, Mapping[str, object]], ...] = (
        (result.form, catalog.form_by_id),
        *((score.id, catalog.scale_by_id) for score in assessment.scales),
        *((match.role, catalog.role_by_id) for match in assessment.ranking),
    )
    for id, there in known:
        if id not in there:
            return id
    for change in assessment.upset.changes if assessment.upset else ():
        item = catalog.item_by_id.get(change.item)
        if item is None or item.choice(change.given) is None or item.choice(change.instead) is None:
            return change.item
    return None


def _coherent(assessment: Assessment, aspirations: Sequence[str]) -> bool:
    """Whether the parts of a result speak of the same things, in possible numbers."""
    scales = [score.id for score in assessment.scales]
    roles = [match.role for match in assessment.ranking]
    named = [[each.scale for each in match.contributions] for match in assessment.ranking]
    measured = [score for score in assessment.scales if score.score is not None]
    hundreds = [
        *(number for score in measured for number in (score.score, score.standard_error)),
        *(match.fit for match in assessment.ranking),
        *((assessment.managing.percentile,) if assessment.managing else ()),
    ]
    shares = [assessment.p_top3, *(match.p_best for match in assessment.ranking)]
    return (
        len(scales) == len(set(scales)) > 0
        and len(roles) == len(set(roles)) > 0
        and len(aspirations) == len(set(aspirations) & set(roles)) <= MOST_ASPIRATIONS
        and all(each == [score.id for score in measured] for each in named)
        and bool(assessment.best_set)
        and list(assessment.best_set) == roles[: len(assessment.best_set)]
        and assessment.verdict in VERDICTS
        and (assessment.upset is None or assessment.upset.role in roles)
        and all(len(match.rank_range) == 2 for match in assessment.ranking)
        and all(number is not None and 0 <= number <= 100 for number in hundreds)
        # A hair more, for what adds up to 1 but for rounding.
        and all(0 <= share <= 1 + 1e-9 for share in shares)
    )


def _no_result(file: Path, message: str, **values: object) -> ContentError:
    return ContentError((Problem(file, 0, message, values),))


def _not_a_number(name: str) -> float:
    """JSON has no NaN and no infinity, though Python reads them."""
    raise ValueError(name)
