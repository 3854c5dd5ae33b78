"""Saved results."""

from collections.abc import Mapping
from typing import Any


def read_result(name: str) -> Mapping[str, Any]:
    raise NotImplementedError


def scale_scores(result: Mapping[str, Any]) -> Mapping[str, float]:
    raise NotImplementedError
