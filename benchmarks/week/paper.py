"""Articles as lines of a file."""

import random
from datetime import datetime, timedelta
from itertools import count

from benchmarks.week.outlets import Outlet
from benchmarks.week.planned import Item, Kind, Planted
from benchmarks.week.telling import Text
from tocsin.identity.article import article_id


class Press:
    """Prints articles; no two have one address."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._numbers = count(1)

    def new(self, text: Text, page: Text, outlet: Outlet, at: datetime, kind: Kind, event: int = 0) -> Item:
        """An article fetched ``at``, published minutes before: ``text`` on its ``page``."""
        slug = self._chance.getrandbits(48)
        url = f"https://{outlet.host}/{at:%Y/%m/%d}/{slug:x}{next(self._numbers):x}"
        published = at - timedelta(seconds=self._chance.randint(20, 1200))
        article: dict[str, object] = {
            "id": article_id(url, "", outlet.feed, ""),
            "title": page.title,
            "body": page.body,
            "language": outlet.language,
            "url": url,
            "feed": outlet.feed,
            "source": outlet.name,
            "country": outlet.country,
        }
        if self._chance.random() > 0.03:
            article["published"] = published.isoformat()
        return _item(article, text, at, kind, event)


def again(item: Item, at: datetime, kind: Kind, text: Text | None = None) -> Item:
    """The same article fetched once more, with another ``text`` on the same page where there is one."""
    article, before = dict(item.article), text_of(item)
    if text is not None:
        around = str(article["body"]).removeprefix(before.body)
        article |= {"title": text.title, "body": text.body + around}
    return _item(article, text or before, at, kind, item.planted.event)


def text_of(item: Item) -> Text:
    """What it says, without its page."""
    return Text(item.title, item.text)


def _item(article: dict[str, object], text: Text, at: datetime, kind: Kind, event: int) -> Item:
    language = str(article["language"])
    planted = Planted(article=str(article["id"]), fetched=at, kind=kind, event=event, language=language)
    line = {**article, "fetched": at.isoformat()}
    return Item(article=line, planted=planted, title=text.title, text=text.body)
