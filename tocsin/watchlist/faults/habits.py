"""Habits of search boxes and regular expressions, typed into a form, and what to write here instead."""

import re
from typing import Final, NamedTuple

_NEAR: Final = "make two terms and say when: {{near: {{terms: [...], within: 10}}}}"
_ALTERNATIVES: Final = "write each spelling as a form of its own"
_ONE_WORD: Final = (
    "'*' stands for a whole word, between blanks; endings are found by match: inflected: leave it out"
)


class _Habit(NamedTuple):
    """``says`` is what to do instead; ``{found}`` in it what was found."""

    pattern: re.Pattern[str]
    says: str


def _habit(pattern: str, says: str) -> _Habit:
    return _Habit(re.compile(pattern), says)


_HABITS: Final = (
    _habit(
        r"[\x00-\x08\x0e-\x1f\x7f]",
        r"a control character may not stand in a form; between double quotes YAML reads \b as one",
    ),
    _habit(r"\S\s*[\r\n]\s*\S", "a form is one line; write each line as a form of its own"),
    _habit(r"\\.?", "'{found}' is no pattern here; a form is whole words anyway: leave it out"),
    _habit(
        r"\.[*+?]", "'{found}' is no pattern here; write ' * ' for exactly one word, or give the term a gap"
    ),
    _habit(r"^/.*/[a-z]*$", "patterns between slashes are not read here; " + _ALTERNATIVES),
    _habit(r"\|+", "'{found}' parts nothing here; " + _ALTERNATIVES),
    _habit(r"&&", "'&&' is no pattern here; make two terms and say when: {{all: [...]}}"),
    _habit(
        r"(?:^|\s)(?:(?i:w|pre|onear|near)/(?:[0-9]+|[sp])|ADJ[0-9]*|NEAR[0-9]+)(?=\s)",
        "'{found}' is no pattern here; give the term a gap, or " + _NEAR,
    ),
    _habit(r"[\[\]{}]|(?<=\w)\(|\)(?=\w)", "'{found}' is no pattern here; " + _ALTERNATIVES),
    _habit(r"\^|\$\s*$", "'{found}' is no pattern here; a form is found wherever it stands: leave it out"),
    _habit(
        r"\?", "'?' is no pattern here, and punctuation is not compared; leave it out, or " + _ALTERNATIVES
    ),
    _habit(r"\S\*|\*\S", _ONE_WORD),
    _habit(r"(?<=[^\W\d_])%", "'%' is no pattern here; " + _ONE_WORD),
    _habit(
        r'(?:^|\s)"',
        "a form is a phrase anyway, its words next to each other in this order: leave the quotes out",
    ),
    _habit(r"~[0-9.]*(?:\s|$)", "'~' is no pattern here; for misspellings say match: fuzzy"),
    _habit(
        r"(?:^|\s)\+(?=\s|[^\W\d_])",
        "'+' is no pattern here; leave it out, or make it a term of its own and say when: {{all: [...]}}",
    ),
    _habit(
        r"(?:^|\s)[-!](?=[^\W\d_])",
        "'{found}' is no pattern here; name what must not be there under except, or none in when",
    ),
    _habit(
        r"(?i:^(?:in)?(?:title|lead|body|text):)",
        "'{found}' is no pattern here; say where the term counts with fields: [title]",
    ),
)
_OPERATORS: Final = {
    "OR": _ALTERNATIVES,
    "AND": "make two terms and say when: {all: [...]}",
    "NOT": "name what must not be there under except, or none in when",
    "NEAR": _NEAR.format(),
}
_OPERATOR: Final = re.compile(r"(?:^|\s)(OR|AND|NOT|NEAR)(?=\s)")


def habit(form: str) -> str | None:
    """What to write instead of the first habit in ``form``; ``None`` where it has none."""
    for pattern, says in _HABITS:
        found = pattern.search(form)
        if found:
            return says.format(found=found[0].strip())
    operator = _OPERATOR.search(form)
    if operator and not form.isupper():
        return f"{operator[1]} is a word of the form here; {_OPERATORS[operator[1]]}"
    return None
