"""The bundled feed documents: which there are, and how a template becomes bytes to serve.

A template is UTF-8 on disk, so that it can be read and reviewed; it is served in the encoding its XML
declaration names. ``{{rfc822 7}}`` and ``{{iso 7}}`` become the time seven minutes before ``now``, and
``{{edition}}`` tells one serving's links from another's, as tomorrow's news is not today's.
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib.resources import files
from typing import Final

import msgspec

_PLACE: Final = re.compile(r"\{\{(rfc822|iso) (\d+)\}\}")
_DECLARED: Final = re.compile(r'encoding="([\w-]+)"')


class Sample(msgspec.Struct, frozen=True):
    """One sample feed: ``name`` is its file's stem. ``revised``: a second version of the file stands beside it."""

    name: str
    title: str
    language: str
    revised: bool = False

    @property
    def file(self) -> str:
        return f"{self.name}.xml"

    @property
    def revised_file(self) -> str:
        return f"{self.name}.revised.xml"


SAMPLES: Final = (
    Sample("ar-wire", "وكالة عيّنة للأنباء", "ar"),
    Sample("ar-daily", "صحيفة الأنموذج اليومية", "ar"),
    Sample("fa-wire", "خبرگزاری نمونک", "fa"),
    Sample("fa-daily", "روزنامه الگونما", "fa", revised=True),
    Sample("ru-wire", "Агентство «Образец»", "ru"),
    Sample("ru-gazette", "Газета «Примерные известия»", "ru"),
    Sample("tr-wire", "Örneklik Haber Teli", "tr"),
    Sample("tr-post", "Numunelik Postası", "tr"),
    Sample("en-wire", "Sample Wire", "en"),
    Sample("en-daily", "The Daily Specimen", "en", revised=True),
    Sample("fr-wire", "Agence Exemplaire", "fr"),
    Sample("fr-specimen", "Le Spécimen quotidien", "fr"),
)


def render(file: str, *, now: datetime, edition: str) -> bytes:
    """The document of a template, as a feed would serve it at ``now`` (timezone-aware).

    Raises:
        FileNotFoundError: there is no such template.
    """
    text = files(__package__).joinpath("feeds", file).read_text(encoding="utf-8")
    text = text.replace("{{edition}}", edition)
    text = _PLACE.sub(lambda place: _time(place[1], now - timedelta(minutes=int(place[2]))), text)
    declared = _DECLARED.search(text)
    return text.encode(declared[1] if declared else "utf-8")


def _time(form: str, moment: datetime) -> str:
    moment = moment.astimezone(UTC).replace(microsecond=0)
    return format_datetime(moment, usegmt=True) if form == "rfc822" else moment.isoformat()
