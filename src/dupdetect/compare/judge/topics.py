"""Whether two texts are about the same around what they share: the story that they share, or something else each.

Around a story that an outlet took, it writes about that story. Around a notice that two articles carry (credits, an
appeal, a company's profile) each tells a story of its own. `text.boilerplate_lines` asks the same of the articles of a
batch; here two texts are enough, since the shared passages are known.
"""

from __future__ import annotations

from itertools import islice

import numpy as np
from numpy.typing import NDArray

from dupdetect.records.batches import Alignment, Segmented
from dupdetect.text.boilerplate_lines import TOPIC_LETTERS, TOPIC_WORDS, are_apart, is_about

_LEAST_OWN = 8
"""Topic words outside passages from which a text tells something of its own."""


def have_other_topics(a: Segmented, b: Segmented, alignment: Alignment) -> bool:
    """Whether each text, outside passages, is about neither what the passages tell nor what the other one tells."""
    own_a, own_b = _list_topic_words(a, ~alignment.covered_a), _list_topic_words(b, ~alignment.covered_b)
    if min(len(own_a), len(own_b)) < _LEAST_OWN or not are_apart(own_a, own_b):
        return False
    block = _list_topic_words(a, alignment.covered_a, len(a)) | _list_topic_words(b, alignment.covered_b, len(b))
    return not is_about(own_a, block) and not is_about(own_b, block)


def _list_topic_words(text: Segmented, among: NDArray[np.bool_], most: int = TOPIC_WORDS) -> frozenset[int]:
    """The stems of the first long words of a part of a text."""
    stems = text.stems[among & (text.ends - text.starts >= TOPIC_LETTERS)].tolist()
    return frozenset(islice(dict.fromkeys(stems), most))
