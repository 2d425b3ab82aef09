"""What the languages' rules ask a dictionary. The core names the questions; ``runtime.lexicon`` answers them."""

from typing import Final, Protocol


class Lexicon(Protocol):
    """Word forms by language. Languages are codes such as ``ar``; words go in and come out folded."""

    def forms(self, language: str, word: str) -> tuple[str, ...]:
        """Every form that shares a lemma with ``word``, the lemma first; empty where the dictionary has none.

        A word that is a lemma itself has its own forms only. ``word`` is among them.
        """
        ...

    def known(self, language: str, word: str) -> bool:
        """Whether ``word`` is an ordinary word of that language; False for a language without a dictionary."""
        ...


class NoLexicon:
    """A lexicon that knows nothing: the rules alone remain."""

    def forms(self, language: str, word: str) -> tuple[str, ...]:  # noqa: ARG002
        """No forms."""
        return ()

    def known(self, language: str, word: str) -> bool:  # noqa: ARG002
        """Nothing is known."""
        return False


NO_LEXICON: Final = NoLexicon()
