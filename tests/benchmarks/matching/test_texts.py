"""Articles are packed in order, and what is held out is in none of them."""

from pathlib import Path

import pytest

from benchmarks.matching.fresh import with_new_words
from benchmarks.matching.texts import ARTICLE_BYTES, Text, packed, read_corpus
from tocsin.text.tokens import tokens

SENTENCES = [
    f"Sentence {number} tells of nothing in particular, and takes its time." for number in range(400)
]


def test_packed_in_order_without_loss() -> None:
    articles = packed("en", SENTENCES)
    kept = "\n".join(article.body for article in articles).splitlines()
    assert kept == SENTENCES[: len(kept)]
    assert len(kept) > len(SENTENCES) - ARTICLE_BYTES[0] / len(SENTENCES[0]), "only a short rest is left out"
    assert packed("en", SENTENCES) == articles
    low, high = ARTICLE_BYTES
    assert all(low <= len(article.body.encode()) <= high + 100 for article in articles)
    assert len({len(article.body) for article in articles}) > 1


def test_a_rest_too_short_for_an_article_is_left_out() -> None:
    assert packed("en", ["Short."]) == []


def test_every_second_sentence_is_held_out(tmp_path: Path) -> None:
    (tmp_path / "ud").mkdir()
    lines = "\n\n".join(f"# sent_id = {at}\n# text = {text}\n1\t_" for at, text in enumerate(SENTENCES))
    (tmp_path / "ud" / "en_made-up.conllu").write_text(lines, encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert corpus.held_out["en"] == tuple(SENTENCES[1::2])
    assert corpus.languages == {"en": len(corpus.texts)}
    matched = [line for text in corpus.texts for line in text.body.splitlines()]
    assert matched == SENTENCES[::2][: len(matched)]
    assert read_corpus(tmp_path).digest == corpus.digest


def test_without_corpora_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there are no corpora in"):
        read_corpus(tmp_path)


def test_new_words_are_new_and_as_many_as_asked_for() -> None:
    texts = [Text("en", "one two three four five six"), Text("en", "seven eight nine ten two")]
    fresh = with_new_words(texts, {"en": ["alpha beta one gamma", "delta epsilon Alpha"]}, each=2)
    before = {token.folded for text in texts for token in tokens(text.body)}
    after = [{token.folded for token in tokens(text)} - before for text in fresh.texts]
    assert [len(new) for new in after] == [2, 2]
    assert after[0].isdisjoint(after[1])
    assert fresh.new == 4


def test_a_language_without_new_words_keeps_its_own() -> None:
    fresh = with_new_words([Text("fr", "un deux trois")], {"en": ["alpha"]}, each=2)
    assert fresh.texts == ("un deux trois",)
    assert fresh.new == 0
