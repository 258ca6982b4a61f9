"""Names and accounts that nobody has or wrote, spread as real ones are: a few everywhere, most once or twice.

A search is only as hard as what is searched. Both follow Zipf's law, so there are names and words that
thousands of complaints share and others that a handful do.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from pathlib import Path
from random import Random

from demonstration.stories import stories

PARTS = tomllib.loads((Path(__file__).parents[1] / "data" / "names.toml").read_text(encoding="utf-8"))
FIRST_NAMES = PARTS["first_names"].split()
LAST_NAMES = PARTS["last_names"].split()
PLACE_BEGINS = PARTS["place_begins"].split()
PLACE_ENDS = PARTS["place_ends"].split()
SYLLABLES = PARTS["syllables"].split()
ROAD_NAMES = ("Road", "Street", "Lane", "Close", "Avenue", "Gardens", "Way", "Terrace")
RARE_WORDS = 30_000
WORDS_OF_AN_ACCOUNT = (20, 30, 40, 50, 60, 80, 120, 300)
AS_LIKELY = (10, 16, 18, 16, 14, 14, 9, 3)


@dataclass(frozen=True)
class Spread:
    """Values of which the n-th is chosen n times less often than the first."""

    values: Sequence[str]
    running: Sequence[float]

    @classmethod
    def of(cls, values: Sequence[str]) -> Spread:
        return cls(values, list(accumulate(1 / rank for rank in range(1, len(values) + 1))))

    def some(self, random: Random, number: int) -> list[str]:
        return random.choices(self.values, cum_weights=self.running, k=number)

    def one(self, random: Random) -> str:
        return self.some(random, 1)[0]


class Invention:
    """Everything of a complaint that somebody would have typed, drawn from one source of chance."""

    def __init__(self, random: Random) -> None:
        self.random = random
        told = list(stories())
        self.accounts = [story.account for story in told]
        places = [begin + end for begin, end in product(PLACE_BEGINS, PLACE_ENDS)]
        # Always in the same order, whatever is drawn later.
        random.shuffle(places)
        self.places = Spread.of(places)
        self.first_names = Spread.of(FIRST_NAMES)
        self.last_names = Spread.of([*LAST_NAMES, *places])
        self.words = Spread.of([*_words_of(self.accounts), *self._rare_words()])

    def name(self) -> str:
        first, last = self.first_names.one(self.random), self.last_names.one(self.random)
        if self.random.random() < 0.04:
            return f"{first} {last}-{self.last_names.one(self.random)}"
        return f"{first} {last}"

    def place(self) -> str:
        return f"{self.places.one(self.random)} {self.random.choice(ROAD_NAMES)}"

    def account(self) -> str:
        """A first sentence that reads well, then as many words as people write."""
        length = self.random.choices(WORDS_OF_AN_ACCOUNT, weights=AS_LIKELY)[0]
        words = " ".join(self.words.some(self.random, length))
        return f"{self.random.choice(self.accounts)} {words.capitalize()}."

    def sentence(self) -> str:
        return f"{' '.join(self.words.some(self.random, 12)).capitalize()}."

    def _rare_words(self) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < RARE_WORDS:
            found["".join(self.random.choices(SYLLABLES, k=self.random.choice((2, 3, 3, 4))))] = None
        return list(found)


def _words_of(texts: Sequence[str]) -> list[str]:
    """The words that the texts are written with, the commonest first."""
    counted: dict[str, int] = {}
    for word in re.findall(r"[a-z’']+", " ".join(texts).lower()):
        counted[word] = counted.get(word, 0) + 1
    return sorted(counted, key=lambda word: (-counted[word], word))
