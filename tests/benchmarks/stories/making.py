"""Documents of our own, small."""

import random
from datetime import UTC, datetime, timedelta

from benchmarks.stories.corpora import Document

DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
SUBJECTS = (
    "harbour",
    "bridge",
    "school",
    "market",
    "orchard",
    "ferry",
    "museum",
    "railway",
    "library",
    "dam",
)


def document(number: int, days: int = 0, language: str = "en") -> Document:
    """Made-up words of its own, and of its subject, which it shares with those of numbers ten apart."""
    chance = random.Random(number)  # noqa: S311 - not for secrets
    subject = SUBJECTS[number % len(SUBJECTS)]
    words = [
        f"{subject}{chance.randrange(30)}" if at % 3 else f"x{chance.randrange(500)}" for at in range(80)
    ]
    lines = [" ".join(words[at : at + 10]).capitalize() + "." for at in range(0, 80, 10)]
    return Document(
        f"d{number}", language, f"{subject} {number}", " ".join(lines), DAY + timedelta(days=days)
    )
