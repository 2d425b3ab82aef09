"""What an article is to those before it, beyond what its story keeps."""

from datetime import timedelta

from tests.happenings import happening
from tests.making import NOON, article
from tocsin.matching.given import Given
from tocsin.simulation.filing import Filing, Line
from tocsin.story.model import StorySettings


def take(filing: Filing, name: str, words: str, minute: int) -> Line:
    """An article of one page with the same text but for its last words."""
    event = happening(1)
    given = article(
        id=name,
        url="https://outlet.example/page",
        title=event.title,
        body=f"{event.body} {words}",
        fetched=NOON + minute * timedelta(minutes=1),
    )
    return filing.take(Given(name, given))


def test_what_opened_a_story_stays_known_when_it_was_revised() -> None:
    filing = Filing(StorySettings(most_reports=4))
    assert take(filing, "first", "As it was.", 0).relation == "new"
    assert take(filing, "first", "As it is now.", 1).relation == "revision"
    for number in range(2, 8):
        assert take(filing, f"{number}", f"Version {number} under another id.", number).of is not None
    again = take(filing, "first", "As it is now.", 8)
    assert (again.relation, again.of) == ("repeat", "first")
