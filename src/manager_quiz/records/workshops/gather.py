"""Reads the results of a workshop, and makes one table of them.

Whatever is wrong with a file costs that file alone.
"""

import json
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np

from manager_quiz.catalog.model import Catalog
from manager_quiz.catalog.scored_table import ASPIRATION_COLUMNS
from manager_quiz.errors import N_, Problem
from manager_quiz.measurement.group import Group, Picture, group_of, picture
from manager_quiz.measurement.key import Choices, Key, choices_of, role_targets, scoring_key
from manager_quiz.records.decode import DecodeError, decode
from manager_quiz.records.files import read_plain
from manager_quiz.records.results import SCHEMA, Origin, differences
from manager_quiz.records.workshops.folder import Workshop
from manager_quiz.records.workshops.people import result_files
from manager_quiz.wording.codes import CODE


@dataclass(frozen=True)
class _Score:
    id: str
    score: float | None


@dataclass(frozen=True)
class _Place:
    role: str
    rank: int
    resemblance: float


@dataclass(frozen=True)
class Sheet:
    """What a group's picture needs of a result: the answers, and what was concluded."""

    id: str
    taken_at: str
    form: str
    catalog: Origin
    answers: Mapping[str, int | str]
    aspirations: tuple[str, ...] | None
    scales: tuple[_Score, ...]
    ranking: tuple[_Place, ...]
    best_set: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass
class Gathered:
    """The people whose results could be used, in the order of their codes, and all left out."""

    catalog: Catalog
    key: Key
    sheets: dict[str, Sheet]
    choices: dict[str, Choices]
    left_out: tuple[Problem, ...]

    def group(self) -> Group:
        """The group of these people."""
        return group_of(self.key, role_targets(self.catalog), self.choices)

    def picture(
        self, people: Collection[str], rng: np.random.Generator, *, asked: bool
    ) -> Picture | None:
        """What these of them may be told about themselves, as `measurement.group.picture` says.

        `asked`: whether they were asked which roles they would choose.
        """
        parts = {
            family.id: [role.id for role in self.catalog.roles if role.family == family.id]
            for family in self.catalog.families
        }
        families = {family: roles for family, roles in parts.items() if roles}
        targets = role_targets(self.catalog)
        chosen = {code: row for code, row in self.choices.items() if code in people}
        wishes = [self.sheets[code].aspirations or () for code in chosen] if asked else []
        group = group_of(self.key, targets, chosen)
        return picture(self.key, targets, group, families, wishes, rng)


@dataclass
class Gatherer:
    """Reads a workshop again and again, each file once as long as it doesn't change."""

    workshop: Workshop
    catalog: Catalog
    _known: dict[tuple[str, int, int], tuple[Sheet, Choices] | Problem] = field(
        default_factory=dict
    )

    def gather(self) -> Gathered:
        """Everybody's results as they are now. Raises OSError where the folder is gone."""
        form = self.catalog.form_by_id[self.workshop.form]
        found: dict[str, Sheet] = {}
        choices: dict[str, Choices] = {}
        problems = []
        for file, stamp in self._files():
            if stamp not in self._known:
                self._known[stamp] = self._read(file)
            read = self._known[stamp]
            if isinstance(read, Problem):
                problems.append(read)
            else:
                found[read[0].id], choices[read[0].id] = read
        key = scoring_key(self.catalog, form)
        for code in self._differing(key, found, choices):
            message = N_("the scores aren't those that the answers give")
            problems.append(Problem(self.workshop.results / f"{code}.json", 0, message))
            del found[code], choices[code]
        problems += self._closed()
        return Gathered(self.catalog, key, found, choices, tuple(problems))

    def _files(self) -> list[tuple[Path, tuple[str, int, int]]]:
        """The results by their codes. What is hidden is only half written yet."""
        seen = []
        for file in sorted(result_files(self.workshop)):
            try:
                about = file.lstat()
            except FileNotFoundError:
                continue  # erased just now
            # Times of results are set alike; when one was changed the system knows itself.
            seen.append((file, (file.name, about.st_ctime_ns, about.st_size)))
        return seen

    def _closed(self) -> Iterator[Problem]:
        """Says so where it can't be seen who has not finished."""
        try:
            os.scandir(self.workshop.journals).close()
        except FileNotFoundError:
            return
        except OSError as error:
            message = N_("the file can't be read: {reason}")
            yield Problem(self.workshop.journals, 0, message, {"reason": error.strerror})

    def _read(self, file: Path) -> tuple[Sheet, Choices] | Problem:
        try:
            data = read_plain(file)
            if data is None:
                return Problem(file, 0, N_("this is no plain file, or far too large"))
            document = json.loads(data)
        except OSError as error:
            message = N_("the file can't be read: {reason}")
            return Problem(file, 0, message, {"reason": error})
        except (ValueError, RecursionError):
            return Problem(file, 0, N_("not JSON"))
        if not isinstance(document, dict) or document.get("schema") != SCHEMA:
            return Problem(file, 0, N_("not marked as a result, or one of another version"))
        try:
            sheet = decode(Sheet, document)
        except DecodeError as error:
            message = N_("{field} is missing or wrong")
            return Problem(file, 0, message, {"field": str(error)})
        wrong = self._foreign(file, sheet)
        if wrong is not None:
            return wrong
        form = self.catalog.form_by_id[sheet.form]
        try:
            if not sheet.answers.keys() <= set(form.items):
                raise ValueError
            return sheet, choices_of(self.catalog, form, sheet.answers)
        except ValueError:
            return Problem(file, 0, N_("the answers aren't answers to the workshop's questions"))

    def _foreign(self, file: Path, sheet: Sheet) -> Problem | None:
        if not CODE.fullmatch(sheet.id) or file.name != f"{sheet.id}.json":
            message = N_("the file's name isn't its code, {code}: perhaps a copy")
            return Problem(file, 0, message, {"code": sheet.id})
        if sheet.catalog.sha256 != self.workshop.catalog.sha256:
            message = N_("it was made with other content, version {version}")
            return Problem(file, 0, message, {"version": sheet.catalog.version})
        if sheet.form != self.workshop.form:
            message = N_("it is of another form, {form}")
            return Problem(file, 0, message, {"form": sheet.form})
        return None

    def _differing(
        self, key: Key, sheets: Mapping[str, Sheet], choices: Mapping[str, Choices]
    ) -> Iterator[str]:
        """The people whose scores, resemblances or places aren't what their answers give."""
        if not sheets:
            return
        targets = role_targets(self.catalog)
        group = group_of(key, targets, choices)
        found = group.found.value
        for row, (code, sheet) in enumerate(list(sheets.items())):
            told = (
                {each.id: each.score for each in sheet.scales},
                {each.role: each.resemblance for each in sheet.ranking},
            )
            computed = (
                dict(zip(key.scales, map(_or_none, group.scores.score[row].tolist()), strict=True)),
                dict(zip(targets.roles, found[row].tolist(), strict=True)),
            )
            if (
                len(sheet.ranking) != len(targets.roles)
                or not set(sheet.aspirations or ()) <= set(targets.roles)
                or not sheet.best_set
                or sheet.best_set != tuple(e.role for e in sheet.ranking[: len(sheet.best_set)])
                or any(differences(list(told), list(computed)))
            ):
                yield code


def export_columns(gathered: Gathered) -> list[str]:
    """The columns: id, answers, aspirations, scores, roles in the order of their ranking.

    `score` and `stats` read it: the answers' columns are called like their questions.
    """
    places = range(1, len(gathered.catalog.roles) + 1)
    ranking = [name for n in places for name in (f"ranking_{n}", f"ranking_{n}_rank")]
    asked = gathered.key.items
    return ["id", *asked, *ASPIRATION_COLUMNS, *gathered.key.scales, "best_set", *ranking]


def export_rows(gathered: Gathered) -> Iterator[list[Any]]:
    """One row a person."""
    for code, sheet in gathered.sheets.items():
        scores = {each.id: each.score for each in sheet.scales}
        aspired = sheet.aspirations or ()
        yield [
            code,
            *(sheet.answers.get(item, "") for item in gathered.key.items),
            *(aspired[n] if n < len(aspired) else "" for n in range(len(ASPIRATION_COLUMNS))),
            *(_number(scores[scale]) for scale in gathered.key.scales),
            "|".join(sheet.best_set),
            *(cell for place in sheet.ranking for cell in (place.role, place.rank)),
        ]


def _or_none(score: float) -> float | None:
    return None if isnan(score) else score


def _number(score: float | None) -> str:
    return "" if score is None else f"{score:.2f}"
