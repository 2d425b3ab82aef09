"""The reference pages of what an operator writes, made from the models."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tocsin.config.environment import PREFIX, variable_word
from tocsin.config.feeds import FeedList
from tocsin.config.model import Config
from tocsin.config.shape import DISCRIMINATOR, bare, is_section, key_fields, key_types, keyed, members, tags
from tocsin.config.types import Section, duration_text
from tocsin.config.words import words

_INTRODUCTION: Final = """\
# Configuration

<!-- Written by `tocsin docs` from tocsin/config/model.py: change it there. -->

`tocsin.yaml` holds everything; every key has a default, so an empty file is a valid one. Paths are relative to the
file's folder. Feeds stand in a file of their own, watchlists in a folder ([watchlists](watchlists.md)).

- Every fault of a file is told at once, as `path:line:col: field: what is wrong and what is allowed`.
- Unknown keys and keys that stand twice are faults. A section without a value is an empty section.
- A duration is written `500ms`, `30s`, `5m`, `2h`, `14d` or as plain seconds.
- A value is read as its key's type: `no`, `012` and `2254` are text where text is wanted, without quotes.
- Tags (`!`) are not read. Anchors and aliases are, within limits; merge keys (`<<`) are not.

## Environment

A variable wins over the file. Its name is `TOCSIN_` and the path of the key in capitals, two underscores between the
steps, any other character than a letter or digit written `_`:

```
TOCSIN_LOG__LEVEL=debug
TOCSIN_KAFKA__BOOTSTRAP_SERVERS=a.example:9092,b.example:9092
TOCSIN_KAFKA__SECURITY__PASSWORD=...
TOCSIN_KAFKA__TOPICS__FEEDS_STATE__PARTITIONS=16
TOCSIN_RECEIVERS__DESK__SECRET=...              # the receiver named `desk` in tocsin.yaml
TOCSIN_RECEIVERS__DESK__HEADERS__AUTHORIZATION=...
```

`TOCSIN_CONFIG` names the file itself. Any other variable that begins with `TOCSIN_` and names no key is a fault
(`TOCSIN_TEST_...` and what Kubernetes sets for a Service named `tocsin` are left alone). Secrets belong in the
environment or in files (`password_file`, `token_file`, `key_password_file`, `secret_file`); they are never printed.
"""
_FEEDS: Final = """\
# Feeds

The file that `feeds` names, `feeds.yaml` unless told otherwise; [feeds](feeds.md) tells how to work with it. An `id`
and a `url` stand once each. Of what a feed, its group and `defaults` say, the nearest counts; tags and headers add up.
Paths are relative to the folder of that file.
"""


class _Table(NamedTuple):
    """One section, or those of a union told apart by their only key.

    ``title`` is its path as written, ``sentence`` says what it is, ``variable`` begins its variables' names.
    """

    title: str
    sections: tuple[type[Section], ...]
    sentence: str
    variable: str
    tag: str = ""

    @property
    def annotations(self) -> dict[str, Any]:
        """The keys of its rows."""
        return {key: kind for section in self.sections for key, kind in key_types(section).items()}

    def field(self, key: str) -> FieldInfo:
        """What is known of a key besides its type."""
        return next(fields[key] for fields in map(key_fields, self.sections) if key in fields)

    def below(self, key: str) -> tuple["_Table", ...]:
        """The sections that stand under ``key``."""
        title = f"{self.title}.{key}".removeprefix(".")
        return tuple(_inner(self.annotations[key], title, self.variable + variable_word(key)))


def configuration_page() -> str:
    """``docs/configuration.md``: every key of ``tocsin.yaml`` and ``feeds.yaml``."""
    return "\n".join([_INTRODUCTION, markdown(Config, environment=True), _FEEDS, markdown(FeedList)])


def markdown(model: type[Section], *, environment: bool = False) -> str:
    """A heading, a sentence and a table for each section of ``model``; the variables too, if wanted."""
    top = _Table("", (model,), _sentence(model), PREFIX)
    titles: dict[str, list[str]] = {}
    for table in _tables(top, set()):  # what several sections have in common is said once
        titles.setdefault(_text(table, environment=environment), []).append(_title(table))
    return "\n".join(f"## {', '.join(dict.fromkeys(of))}\n\n{text}" for text, of in titles.items())


def _title(table: _Table) -> str:
    return f"`{table.title}`{table.tag}" if table.title else "Top level"


def _text(table: _Table, *, environment: bool) -> str:
    heads = ["key", "must be", "default", "meaning", *(["environment"] if environment else [])]
    rows = [_row(table, key)[: len(heads)] for key in table.annotations]
    lines = [f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)]
    return "\n".join([table.sentence, "", *lines, ""])


def _tables(
    table: _Table, told: set[tuple[type[Section], ...]], within: tuple[_Table, ...] = ()
) -> Iterator[_Table]:
    """The table and those below it; a section or union that stands in its own sections is told once."""
    if table.sections in told or any(table.sections == outer.sections for outer in within):
        return
    if len(table.sections) > 1:
        told.add(table.sections)
    yield table
    for key in table.annotations:
        for below in table.below(key):
            yield from _tables(below, told, (*within, table))


def _inner(annotation: Any, title: str, variable: str) -> Iterator[_Table]:
    kind = bare(annotation)
    if is_section(kind):
        yield _Table(title, (kind,), _sentence(kind), f"{variable}__")
    elif keyed(annotation):
        yield _Table(title, keyed(annotation), f"Here stands {words(annotation).text}:", f"{variable}__")
    elif get_origin(kind) is dict:
        yield from _inner(get_args(kind)[1], f"{title}.<name>", f"{variable}__<NAME>")
    elif get_origin(kind) is tuple:
        yield from _items(get_args(kind)[0], f"{title}[]", f"{variable}__<NAME>")


def _items(annotation: Any, title: str, variable: str) -> Iterator[_Table]:
    item = bare(annotation)
    if len(members(item)) == 1 or keyed(annotation):
        yield from _inner(annotation, title, variable)
        return
    for section, name in zip(members(item), tags(item), strict=True):
        for table in _inner(section, title, variable):
            yield table._replace(tag=f" with `{DISCRIMINATOR}: {name}`")


def _row(table: _Table, key: str) -> list[str]:
    annotation, field = table.annotations[key], table.field(key)
    below = table.below(key)
    elsewhere = below and all(len(one.sections) == 1 for one in below)
    allowed = "see below" if elsewhere else words(annotation).text
    meaning = field.description or (below[0].sentence if below else "")
    any_key = "__<KEY>" if get_origin(bare(annotation)) is dict else ""
    variable = "" if below else f"`{table.variable}{variable_word(key)}{any_key}`"
    default = _default(field) if len(table.sections) == 1 else ""
    return [f"`{key}`", allowed, default, meaning, variable]


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    return "none" if value in (None, "", (), {}) else _written(value)


def _written(value: Any) -> str:
    if isinstance(value, timedelta):
        return f"`{duration_text(value)}`"
    if isinstance(value, tuple):
        return ", ".join(_written(item) for item in value)
    if isinstance(value, BaseModel):
        given = value.model_dump(include=value.model_fields_set)
        return f"`{{{', '.join(f'{key}: {item}' for key, item in given.items())}}}`" if given else ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _sentence(section: type[Section]) -> str:
    return (section.__doc__ or "").split("\n\n")[0].replace("``", "`")
