"""Cookies for the feeds that want them: kept until the process ends, sent back to the very host that set them."""

from collections import OrderedDict
from typing import Final

import aiohttp
from yarl import URL

from tocsin.feeds.feed import Access

_MOST_JARS: Final = 1000
_MOST_COOKIES: Final = 50


class Cookies:
    """A jar for each host and access. The longest unused go first; a jar that overflows is emptied."""

    def __init__(self) -> None:
        self._jars: OrderedDict[tuple[str, Access], aiohttp.CookieJar] = OrderedDict()

    def to_send(self, access: Access, url: URL) -> dict[str, str]:
        """What ``url`` gets back, by name."""
        if not access.cookies:
            return {}
        return {name: cookie.value for name, cookie in self._jar(access, url).filter_cookies(url).items()}

    def keep(self, access: Access, response: aiohttp.ClientResponse) -> None:
        """Remember what ``response`` sets."""
        if not access.cookies or not response.cookies:
            return
        jar = self._jar(access, response.url)
        jar.update_cookies(response.cookies, response.url)
        if len(jar) > _MOST_COOKIES:
            jar.clear()

    def _jar(self, access: Access, url: URL) -> aiohttp.CookieJar:
        key = (url.raw_host or "", access)
        jar = self._jars.get(key)
        if jar is None:
            jar = self._jars[key] = aiohttp.CookieJar(unsafe=True)  # that is: from hosts without a name, too
        self._jars.move_to_end(key)
        if len(self._jars) > _MOST_JARS:
            self._jars.popitem(last=False)
        return jar
