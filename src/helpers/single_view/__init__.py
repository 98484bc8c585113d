"""Which records are the same person: the helper of notebooks/02_single_view.ipynb.

`records` gathers them, `match_keys` and `names` make what they are compared by, `placeholders`
leaves out what stands for nobody, `certain` links without weighing; `comparisons`, `blocking`,
`expectation` and `model` set up and teach Splink, `linker` and `scoring` run it, `clusters`
makes people of pairs, `quality` holds them against the truth, `linkage` goes the whole way.
"""

from helpers.single_view.linkage import Linkage, link_records
from helpers.single_view.quality import (
    Quality,
    cluster_quality,
    pair_quality,
    whole_clusters,
)
from helpers.single_view.records import contact_records

__all__ = [
    "Linkage",
    "Quality",
    "cluster_quality",
    "contact_records",
    "link_records",
    "pair_quality",
    "whole_clusters",
]
