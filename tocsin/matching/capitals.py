"""Do the capitals of a surface stand where those of the form do? For terms with ``case: same``."""

from tocsin.matching.patterns import ANY_WORD
from tocsin.text.tokens import tokens


def same_capitals(form: str, surface: str) -> bool:
    """Whether each word of ``surface`` begins with a capital where its word of ``form`` does, and only there.

    A word of capitals alone asks for one of capitals alone (US, not Us). Where the surface has other words between,
    or is written as fewer or more, only its first word is looked at. A letter without case suits anything.
    """
    wanted = _words(form.replace(ANY_WORD, " "))
    written = _words(surface)
    pairs = zip(wanted, written, strict=True) if len(wanted) == len(written) else [(wanted[0], written[0])]
    return all(_alike(one, other) for one, other in pairs)


def _words(text: str) -> list[str]:
    return [text[word.start : word.end] for word in tokens(text)] or [""]


def _alike(wanted: str, written: str) -> bool:
    if len(wanted) > 1 and wanted.isupper():
        return written[: len(wanted)].isupper()
    if not (_has_case(wanted[:1]) and _has_case(written[:1])):
        return True
    return wanted[0].isupper() == written[0].isupper()


def _has_case(letter: str) -> bool:
    return letter.lower() != letter.upper()
