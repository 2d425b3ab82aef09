"""Asking, in short."""

from datetime import timedelta

from connectors.sources.web.exchange import Failed, Fetch, Fetched, Question

BRIEFLY = timedelta(seconds=0.5)


async def document(fetch: Fetch, question: Question | str) -> Fetched:
    """The document that comes."""
    answer = await fetch(_question(question))
    assert isinstance(answer, Fetched), answer
    return answer


async def failure(fetch: Fetch, question: Question | str) -> Failed:
    """Why none does."""
    answer = await fetch(_question(question))
    assert isinstance(answer, Failed), answer
    return answer


def _question(question: Question | str) -> Question:
    return Question(url=question) if isinstance(question, str) else question
