"""How far each role departs from people in general; `check` warns where it is too little."""

from collections.abc import Mapping

import numpy as np

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.key import role_targets, scoring_key
from manager_quiz.measurement.resemblance import precision

ENOUGH = 0.5
"""Below so much hardly anything sets a role apart, and rounding of the answers would decide."""


def distinctness(catalog: Catalog) -> Mapping[str, float]:
    """sqrt(t' P t) of each role with all scales scored from as many items as the norms.

    See `Resemblance`; 0 where the levels are the norms.
    """
    # The norms describe the longest form on each scale, so any form leads to the same figures.
    key, targets = scoring_key(catalog, catalog.forms[0]), role_targets(catalog)
    everything = np.ones((1, len(key.scales)), dtype=np.bool_)
    (found,) = precision(key, everything, key.noise / key.norm_lengths).lengths(targets.levels)
    return dict(zip(targets.roles, found.tolist(), strict=True))
