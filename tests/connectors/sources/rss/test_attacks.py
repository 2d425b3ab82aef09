"""Documents written to do harm: read without harm, soon, without opening a file or a connection."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sources.rss.clean import clean
from connectors.sources.rss.read import read
from tests.connectors.sources.rss.test_read import NOW, URL
from tests.connectors.sources.rss.watched import opened_while
from tests.connectors.sources.rss.world import item, rss

SECRET = "the-secret-in-the-file"


def with_type(subset: str, title: str) -> str:
    document = rss(item("one", "News"), title=title)
    return document.replace("<rss", f"<!DOCTYPE rss [{subset}]><rss", 1)


def entity(name: str, value: str) -> str:
    return f'\n<!ENTITY {name} "{value}">\n'


def laughs(depth: int) -> str:
    rows = "".join(entity(f"l{n}", f"&l{n - 1};" * 10) for n in range(1, depth))
    return with_type(f'<!ENTITY l0 "ha">\n{rows}', f"&l{depth - 1};")


ATTACKS: dict[str, Callable[[str], str]] = {
    "billion laughs": lambda _: laughs(30),
    "quadratic": lambda _: with_type(entity("a", "x" * 100_000), "&a;" * 30_000),
    "cyclic": lambda _: with_type('\n<!ENTITY a "&b;">\n<!ENTITY b "&a;">\n', "&a;"),
    "parameter entities": lambda _: with_type("<!ENTITY % a \"<!ENTITY b SYSTEM '%c;'>\"> %a;", "&b;"),
    "external file": lambda path: with_type(f'<!ENTITY a SYSTEM "file://{path}">', "&a;"),
    "external address": lambda _: with_type('<!ENTITY a SYSTEM "http://127.0.0.1:9/x">', "&a;"),
    "external type": lambda path: rss(item("one")).replace(
        "<rss", f'<!DOCTYPE rss SYSTEM "file://{path}"><rss', 1
    ),
    "inclusion": lambda path: rss(
        f'<item xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{path}" parse="text"/></item>'
    ),
    "stylesheet": lambda path: rss(item("one")).replace("<rss", f'<?xml-stylesheet href="{path}"?><rss', 1),
    "name of a file": lambda path: path,
    "address": lambda _: "http://127.0.0.1:9/x",
    "deep": lambda _: rss("<item>" + "<a>" * 200_000),
    "deep and closed": lambda _: rss("<item>" + "<a>" * 60_000 + "</a>" * 60_000 + "</item>"),
    "deep in a description": lambda _: rss(item("one", "<div>" * 100_000)),
    "attributes": lambda _: rss("<item" + "".join(f" a{n}='1'" for n in range(20_000)) + "/>"),
    "one attribute": lambda _: rss("<item a='" + "x" * 2_000_000 + "'/>"),
    "namespaces": lambda _: rss("<item" + "".join(f" xmlns:a{n}='u{n}'" for n in range(5_000)) + "/>"),
    "open tags": lambda _: "<rss><channel>" + "<item" * 50_000,
    "brackets": lambda _: "<rss><channel>" + "<item" * 5_000 + ">" * 5_000,
    "open comments": lambda _: "<rss><channel>" + "<!--" * 50_000,
    "open sections": lambda _: "<rss><channel>" + "<![CDATA[" * 50_000,
    "ampersands": lambda _: "<rss><channel><title>" + "&" * 100_000,
    "references": lambda _: rss(item("one", "&#" + "9" * 100_000 + ";")),
    "blanks": lambda _: " " * 1_000_000 + "<rss>" + " " * 1_000_000,
    "declaration": lambda _: "<?xml " + "a" * 500_000,
    "document types": lambda _: "<!DOCTYPE " * 20_000,
    "entity declarations": lambda _: "<!ENTITY " * 20_000,
    "braces": lambda _: "{" * 500_000,
    "arrays": lambda _: '{"items":' + "[" * 500_000,
    "date": lambda _: rss(f"<item><title>t</title><pubDate>{'1 ' * 200_000}</pubDate></item>"),
    "link": lambda _: rss(f"<item><title>t</title><link>{'http://' * 50_000}</link></item>"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_it_does_no_harm(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    raw = ATTACKS[name](str(secret)).encode()
    found: list[str] = []

    def attack() -> None:
        document = read(raw, "", "", URL)
        entries = [clean(entry, NOW) for entry in document.entries]
        found.append(
            "".join(entry.title + entry.body + entry.guid for entry in entries) + document.title.text
        )

    attack()  # whatever is imported late is imported now
    start = time.process_time()
    assert opened_while(attack) == []
    assert time.process_time() - start < 2
    assert SECRET not in found[-1]
    assert len(found[-1]) < 3 * len(raw)


SOUND = [
    rss(
        item("one", "Первая <b>новость</b>"), item("two", "خبر دوم"), title="Desk & Co".replace("&", "&amp;")
    ),
    (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">&lt;b&gt;D&lt;/b&gt;</title><entry><id>a</id>'
        '<link href="/x?a=1&amp;b=2"/><title>T</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        "<p>خبر</p></div></content><updated>2026-11-22T10:00:00Z</updated></entry></feed>"
    ),
    '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": "<p>خبر</p>"}]}',
]


@settings(max_examples=300, deadline=2000)
@given(st.sampled_from([text.encode() for text in SOUND]), st.data())
def test_flipped_bits_and_cuts_do_no_harm(raw: bytes, data: st.DataObject) -> None:
    broken = bytearray(raw)
    for _ in range(data.draw(st.integers(0, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    document = read(bytes(broken[: data.draw(st.integers(0, len(broken)))]), "", "", URL)
    for entry in document.entries:
        cleaned = clean(entry, NOW)
        assert cleaned.url == "" or cleaned.url.lower().startswith(("http://", "https://"))
        assert "<script" not in cleaned.body
