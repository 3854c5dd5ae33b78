"""A result as a plain, documented mapping; saved results read back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.errors import N_, ContentError, Problem
from manager_quiz.measurement.findings import Assessment
from manager_quiz.records.decode import DecodeError, decode
from manager_quiz.records.files import read_file

SCHEMA = "manager-quiz/result@1"


class Origin(NamedTuple):
    """The content that a result was made with."""

    version: str
    sha256: str


@dataclass(frozen=True)
class _Frame:
    """What a result says besides the assessment."""

    id: str
    taken_at: str
    language: str
    form: str
    catalog: Origin
    answers: Mapping[str, int | str]


@dataclass(frozen=True)
class Result:
    """A saved result, typed and checked; `document` is the mapping it was read from."""

    id: str
    taken_at: datetime
    language: str
    form: str
    catalog: Origin
    answers: Mapping[str, int | str]
    assessment: Assessment
    document: Mapping[str, Any]


def result_document(
    catalog: Catalog,
    form: Form,
    answers: Mapping[str, int | str],
    assessment: Assessment,
    *,
    id: str,
    taken_at: datetime,
) -> dict[str, Any]:
    """Everything about one result, ready for JSON: the answers, and what follows from them."""
    reliability = assessment.reliability
    return {
        "schema": SCHEMA,
        "id": id,
        "taken_at": taken_at.isoformat(timespec="seconds"),
        "language": catalog.language,
        "form": form.id,
        "catalog": {"version": catalog.version, "sha256": catalog.sha256},
        "answers": {item: answers[item] for item in form.items if item in answers},
        **asdict(assessment),
        "reliability": {
            "source": "assumed" if reliability.people is None else "measured",
            "mean_inter_item_r": reliability.mean_inter_item_r,
            "people": reliability.people,
        },
    }


def encode(document: Mapping[str, Any]) -> bytes:
    """A document as the bytes of a JSON file that people can read too."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def read_result(file: Path) -> Result:
    """The saved result in a file. Raises ContentError, in one line, where it holds none."""
    try:
        document = json.loads(read_file(file), parse_constant=_not_a_number)
    except (ValueError, RecursionError) as error:
        raise _no_result(file, N_("not JSON")) from error
    return result_of(document, file)


def result_of(document: object, file: Path = Path("-")) -> Result:
    """A document as a typed result; `file` is only named where it is none.

    Raises ContentError. What gets through is small, finite and printable, whoever wrote it, and
    speaks of the same scales and roles throughout.
    """
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise _no_result(file, N_("not marked as a result, or one of another version"))
    try:
        frame = decode(_Frame, document)
        assessment = decode(Assessment, document)
    except DecodeError as error:
        message = N_("{field} is missing or wrong")
        raise _no_result(file, message, field=str(error)) from error
    try:
        taken_at = datetime.fromisoformat(frame.taken_at)
        taken_at.timestamp()
    except (ValueError, OverflowError, OSError) as error:
        message = N_("{field} is missing or wrong")
        raise _no_result(file, message, field="taken_at") from error
    if not _coherent(assessment):
        raise _no_result(file, N_("its parts don't fit together"))
    return Result(
        id=frame.id,
        taken_at=taken_at,
        language=frame.language,
        form=frame.form,
        catalog=frame.catalog,
        answers=frame.answers,
        assessment=assessment,
        document=document,
    )


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


def scale_scores(document: Mapping[str, Any]) -> dict[str, float]:
    """The estimated true scores of a saved result by scale; those not scored are left out."""
    return {
        scale["id"]: scale["true_score"]
        for scale in document["scales"]
        if scale.get("score") is not None
    }


def _coherent(assessment: Assessment) -> bool:
    """Whether the parts of an assessment speak of the same things, in possible numbers."""
    scales = [score.id for score in assessment.scales]
    roles = [match.role for match in assessment.ranking]
    named = [each.scale for match in assessment.ranking for each in match.contributions]
    hundreds = [
        number
        for score in assessment.scales
        for number in (score.score or 0.0, score.true_score, score.standard_error)
    ] + [match.fit for match in assessment.ranking]
    shares = [number for match in assessment.ranking for number in (match.p_best, match.p_top3)]
    return (
        len(scales) == len(set(scales)) > 0
        and len(roles) == len(set(roles)) > 0
        and set(named) <= set(scales)
        and bool(assessment.best_set)
        and list(assessment.best_set) == roles[: len(assessment.best_set)]
        and (assessment.upset is None or assessment.upset.role in roles)
        and all(0 <= number <= 100 for number in hundreds)
        and all(0 <= share <= 1 for share in (*shares, assessment.closeness))
    )


def _no_result(file: Path, message: str, **values: object) -> ContentError:
    return ContentError((Problem(file, 0, message, values),))


def _not_a_number(name: str) -> float:
    """JSON has no NaN and no infinity, though Python reads them."""
    raise ValueError(name)
