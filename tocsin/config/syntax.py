"""What is wrong with a text that is no YAML, in an operator's words.

PyYAML's own words are never passed on whole: they may quote what stands in the file, a password included.
"""

import re
from collections.abc import Iterator
from typing import Final

import yaml

from tocsin.config.document import Place

_QUOTE: Final = "put a text that starts with it in quotes"
# What PyYAML's problem begins with, and what we say; {line} is where the thing began.
_SAYINGS: Final = (
    (r"found character '\\t'", "a tab; YAML indents with blanks only"),
    (r"found character", "a plain text can't start with this character; put it in quotes"),
    (r"found unexpected end of stream", "the quote opened on line {line} is never closed"),
    (r"found unexpected document separator", "the quote opened on line {line} is never closed"),
    (
        r"mapping values are not allowed",
        "unexpected ':'; indent evenly, end each key with ':', put a text that holds ': ' in quotes",
    ),
    (r"sequence entries are not allowed", "unexpected '-'; a list starts on its own line below the key"),
    (r"mapping keys are not allowed", "unexpected '?'; " + _QUOTE),
    (r"could not find expected ':'", "line {line} is no 'key: value'; a colon is missing, or a quote"),
    (
        r"expected <block end>",
        "does not fit the block that began on line {line}; check indentation and quotes",
    ),
    (r"expected ',' or '\]'", "the list opened with '[' on line {line} lacks a ',' or its ']'"),
    (r"expected ',' or '\}'", "the mapping opened with '{{' on line {line} lacks a ',' or its '}}'"),
    (r"expected the node content", "a value was expected here"),
    (
        r"found unknown escape|expected escape",
        "no escape of YAML; write \\\\ for a backslash, or use single quotes",
    ),
    (r"found undefined alias", "'*' refers to an anchor that does not exist; " + _QUOTE),
    (r"found duplicate anchor|second occurrence", "this anchor ('&') was used before on line {line}"),
    (r"found undefined tag", "tags ('!') are not read here; " + _QUOTE),
    (r"but found another document", "a second document ('---'); one file holds one document"),
)
_CONTEXTS: Final = (
    ("while scanning an anchor", "'&' starts an anchor; " + _QUOTE),
    ("while scanning an alias", "'*' refers to an anchor; " + _QUOTE),
    ("while parsing a tag", "'!' starts a tag, which is not read here; " + _QUOTE),
    ("while scanning a tag", "'!' starts a tag, which is not read here; " + _QUOTE),
    ("while scanning a block scalar", "after '|' or '>' the text starts on the next line"),
    ("while scanning a directive", "'%' starts a directive, which is not read here; " + _QUOTE),
)
_LINE_BREAK: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_UNPRINTABLE: Final = yaml.reader.Reader.NON_PRINTABLE


def unprintable(text: str) -> Iterator[tuple[Place, str]]:
    """Every character YAML forbids, one per line."""
    for number, line in enumerate(_LINE_BREAK.split(text), start=1):
        found = _UNPRINTABLE.search(line)
        if found:
            place = Place(number, found.start() + 1)
            yield place, f"the character U+{ord(found[0]):04X} may not stand in a YAML file"


def explain(fault: yaml.MarkedYAMLError) -> tuple[Place, str]:
    """Where the fault is and what it means."""
    mark = fault.problem_mark or fault.context_mark
    place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
    began = fault.context_mark.line + 1 if fault.context_mark else place.line
    return place, _saying(fault).format(line=began)


def _saying(fault: yaml.MarkedYAMLError) -> str:
    problem, context = fault.problem or "", fault.context or ""
    for start, saying in _SAYINGS:
        if re.match(start, problem):
            return saying
    for start, saying in _CONTEXTS:
        if context.startswith(start):
            return saying
    return "no YAML from here on"
