"""One page: allowed, fetched with the feed's access, read, and taken only where it is the article."""

from datetime import timedelta

import pytest

from connectors.sources.fulltext.asking import LARGEST
from connectors.sources.fulltext.extract import Extract
from connectors.sources.web.exchange import Answer, Failed, NotModified
from connectors.sources.web.robots import Rule
from tests.connectors.sources.fulltext.making import FEED, SITE, Web, asking, html, made
from tests.connectors.sources.fulltext.pages import CONSENT, STORIES, Story, page
from tocsin.fulltext.outcome import FullTextOutcome

STORY = STORIES["en"]
PAGE = page(STORY)


async def test_the_article_of_the_page_is_found() -> None:
    web = Web({f"{SITE}/1": PAGE})
    found = await asking(web).page(made(), FEED, 5)
    assert (found.outcome, found.passing) == ("extracted", False)
    assert found.extract is not None
    assert found.extract.own == STORY.text


async def test_a_page_is_asked_for_with_the_access_of_its_feed_and_within_bounds() -> None:
    web = Web({f"{SITE}/1": PAGE})
    await asking(web).page(made(), FEED, 5)
    (question,) = web.asked
    assert (question.home, question.linked, question.access) == (FEED.url, True, FEED.access)
    assert (question.timeout, question.max_bytes) == (timedelta(seconds=5), LARGEST)


@pytest.mark.parametrize(
    ("answer", "outcome", "passing"),
    [
        (Failed(reason="not_found", detail="", status=404), "unreachable", True),
        (Failed(reason="gone", detail="", status=410), "unreachable", True),
        (Failed(reason="denied", detail="", status=403), "unreachable", False),
        (Failed(reason="too_large", detail=""), "unreachable", False),
        (Failed(reason="forbidden", detail="a private address"), "forbidden", False),
        (Failed(reason="timeout", detail=""), "unreachable", True),
        (Failed(reason="unreachable", detail=""), "unreachable", True),
        (Failed(reason="busy", detail="", status=429), "unreachable", True),
        (Failed(reason="http_error", detail="", status=502), "unreachable", True),
        (Failed(reason="http_error", detail="", status=418), "unreachable", False),
        (NotModified(), "unreachable", False),
        (html("x", media_type="video/mp4"), "not_a_page", False),
        (html(PAGE, media_type=""), "extracted", False),
        (html(PAGE, media_type="application/xhtml+xml"), "extracted", False),
        (html(""), "unreadable", False),
        (html("<html><head>", whole=False), "unreadable", True),
        (html(CONSENT), "notice", False),
        (html(page(STORY._replace(paragraphs=STORY.paragraphs[:1]))), "extracted", False),
    ],
)
async def test_each_end_has_its_name(answer: Answer, outcome: FullTextOutcome, passing: bool) -> None:
    found = await asking(Web({f"{SITE}/1": answer})).page(made(), FEED, 5)
    assert (found.outcome, found.passing) == (outcome, passing)


async def test_the_words_before_a_paywall_are_not_the_article_the_feed_has() -> None:
    web = Web({f"{SITE}/1": page(STORY._replace(paragraphs=STORY.paragraphs[:1]))})
    found = await asking(web).page(made(body=STORY.text), FEED, 5)
    assert found.outcome == "thin"


async def test_a_feed_that_holds_the_whole_article_needs_no_page() -> None:
    found = await asking(Web({f"{SITE}/1": PAGE})).page(made(body=STORY.text), FEED, 5)
    assert found.outcome == "complete"


async def test_what_robots_are_asked_not_to_read_is_not_asked_for() -> None:
    web = Web({f"{SITE}/1": PAGE})
    web.rules[f"{SITE}/1"] = Rule(allowed=False, delay=timedelta(seconds=3))
    found = await asking(web).page(made(), FEED, 5)
    assert (found.outcome, web.asked) == ("forbidden", [])
    assert web.delays == {"wire.example": timedelta(seconds=3)}


async def test_robots_that_ask_for_no_delay_any_more_get_none() -> None:
    web = Web({f"{SITE}/1": PAGE})
    web.rules[f"{SITE}/1"] = Rule(allowed=True)
    await asking(web).page(made(), FEED, 5)
    assert web.delays == {"wire.example": timedelta()}


def led(url: str) -> Failed:
    return Failed(reason="http_error", detail="a redirect", onward=url)


@pytest.mark.parametrize("there", ["https://paper.example/1", f"{SITE}/private/1"])
async def test_a_page_elsewhere_is_asked_for_by_the_rules_there(there: str) -> None:
    web = Web({f"{SITE}/1": led(there), there: PAGE})
    assert (await asking(web).page(made(), FEED, 5)).outcome == "extracted"
    assert [(question.linked, question.home) for question in web.asked] == [(True, FEED.url)] * 2
    web.rules[there] = Rule(allowed=False)
    assert (await asking(web).page(made(), FEED, 5)).outcome == "forbidden"
    assert web.urls == [f"{SITE}/1", there, f"{SITE}/1"]


async def test_no_page_is_looked_for_without_end() -> None:
    web = Web({f"{SITE}/{number}": led(f"{SITE}/{number + 1}") for number in range(20)})
    found = await asking(web).page(made(), FEED, 5)
    assert (found.outcome, found.passing, len(web.asked)) == ("unreachable", False, 6)


REPORT = (
    "Inspectors said on Sunday that chemical weapons had been found in a warehouse near the northern road."
)
OTHERS = [
    "The governor spoke of the harvest, of prices at the market, and of a bridge that will be open again in spring.",
    "Farmers of the valley expect little rain. They bring their sheep down from the hills earlier than last year.",
]


@pytest.mark.parametrize(
    ("title", "teaser"),
    [
        ("Story number 7", ""),
        ("Story number 7", "Short note."),
        ("A long winter, they say", "Read more"),
        (
            "Nobody here sleeps well",
            "What an old caretaker saw behind the green door, and why he was silent for so long.",
        ),
    ],
)
@pytest.mark.parametrize("length", [1, 3, 40])
async def test_a_report_under_a_headline_that_does_not_tell_of_it_is_there_behind_the_teaser(
    title: str, teaser: str, length: int
) -> None:
    story = Story(title, (REPORT, *(OTHERS * length)[: length - 1]), "More", "Another report", "Home")
    article = made(story, body=teaser)
    found = await asking(Web({f"{SITE}/1": page(story)})).page(article, FEED, 5)
    assert (found.outcome, found.passing) == ("both", False)
    assert found.extract is not None
    assert found.extract.own == "\n\n".join(filter(None, (teaser, story.text)))
    assert found.extract.doubtful


async def test_what_only_the_teaser_says_stands_before_the_text_of_the_page() -> None:
    teaser = f"Nerve gas, says a minister. {STORY.paragraphs[0][:60]}"
    found = await asking(Web({f"{SITE}/1": PAGE})).page(made(body=teaser), FEED, 5)
    assert found.outcome == "extracted"
    assert found.extract is not None
    assert found.extract.own == f"Nerve gas, says a minister.\n\n{STORY.text}"


@pytest.mark.parametrize("teaser", ["", "Read more", STORIES["fr"].text])
async def test_a_front_page_in_place_of_the_article_is_none(teaser: str) -> None:
    front = page(Story("The Wire", (*OTHERS, REPORT), "More", "Another report", "Home"))
    web = Web({f"{SITE}/1": html(front, url=f"{SITE}/?utm_source=rss")})
    found = await asking(web).page(made(title="A long winter", body=teaser), FEED, 5)
    assert (found.outcome, found.passing) == ("missing", True)


async def test_an_article_moved_to_a_site_of_its_own_is_one() -> None:
    web = Web({f"{SITE}/1": html(PAGE, url="https://power.example/")})
    assert (await asking(web).page(made(), FEED, 5)).outcome == "extracted"


async def test_a_page_that_says_it_is_not_there_is_asked_for_again() -> None:
    gone = "<title>Page not found</title><main><p>The page you are looking for has been removed, or it never was.</p>"
    found = await asking(Web({f"{SITE}/1": f"<html>{gone}"})).page(made(), FEED, 5)
    assert (found.outcome, found.passing) == ("missing", True)


async def test_a_page_in_which_no_article_is_found_is_there_as_boilerplate() -> None:
    found = await asking(Web({f"{SITE}/1": f"<table><tr><td>{REPORT}</td></tr></table>"})).page(
        made(), FEED, 5
    )
    assert (found.outcome, found.extract) == ("unreadable", Extract(own="", rest=(REPORT,)))
