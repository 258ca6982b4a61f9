"""How old somebody must be to read a text easily: Flesch and Kincaid's grade, in years of age."""

import re

SENTENCE_END = re.compile(r"[.!?:](?:\s|$)|\n{2,}|\n(?=[-•])")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
VOWELS = re.compile(r"[aeiouyàâäáéèêëíìîïóòôöúùûüŵŷ]+")
STARTS_SCHOOL_AT = 5


def reading_age(text: str) -> int:
    """In whole years, 0 for no words. A measure of long words and sentences, not of clarity."""
    words = WORD.findall(text)
    if not words:
        return 0
    sentences = sum(1 for sentence in SENTENCE_END.split(text) if WORD.search(sentence))
    syllables = sum(syllables_in(word) for word in words)
    grade = 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
    return max(STARTS_SCHOOL_AT, round(grade) + STARTS_SCHOOL_AT)


def syllables_in(word: str) -> int:
    """Groups of vowels; a silent e at the end does not count."""
    word = word.lower()
    groups = len(VOWELS.findall(word))
    if re.search(r"[^aeiouy]e$|[^aeiouydt]ed$", word) and not word.endswith("le"):
        groups -= 1
    return max(1, groups)
