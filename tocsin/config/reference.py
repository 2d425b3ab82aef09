"""The reference pages of what an operator writes, made from the models."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import zip_longest
from typing import Any, Final, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tocsin.config.environment import PREFIX, variable_word
from tocsin.config.model import Config, Feeds
from tocsin.config.shape import DISCRIMINATOR, bare, is_section, key_types, members, tags
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
TOCSIN_KAFKA__TOPICS__ARTICLES_UNIQUE__PARTITIONS=8
TOCSIN_RECEIVERS__DESK__SECRET=...              # the receiver named `desk` in tocsin.yaml
TOCSIN_RECEIVERS__DESK__HEADERS__AUTHORIZATION=...
```

`TOCSIN_CONFIG` names the file itself. Any other variable that begins with `TOCSIN_` and names no key is a fault
(`TOCSIN_TEST_...` and what Kubernetes sets for a Service named `tocsin` are left alone). Secrets belong in the
environment or in files (`password_file`, `key_password_file`, `secret_file`); they are never printed.
"""
_FEEDS: Final = """\
# Feeds

The file that `feeds` names, `feeds.yaml` unless told otherwise. An `id` and a `url` stand once each.
"""


class _Table(NamedTuple):
    """One section: ``title`` is its path as written, ``variable`` the beginning of its variables' names."""

    title: str
    section: type[Section]
    variable: str
    tag: str = ""

    def below(self, key: str) -> tuple["_Table", ...]:
        """The sections that stand under ``key``."""
        title = f"{self.title}.{key}".removeprefix(".")
        return tuple(_inner(bare(key_types(self.section)[key]), title, self.variable + variable_word(key)))


def configuration_page() -> str:
    """``docs/configuration.md``: every key of ``tocsin.yaml`` and ``feeds.yaml``."""
    return "\n".join([_INTRODUCTION, markdown(Config, environment=True), _FEEDS, markdown(Feeds)])


def markdown(model: type[Section], *, environment: bool = False) -> str:
    """A heading, a sentence and a table for each section of ``model``; the variables too, if wanted."""
    texts = [_text(table, environment=environment) for table in _tables(_Table("", model, PREFIX))]
    return "\n".join(dict.fromkeys(texts))  # what several sinks have in common is said once


def _text(table: _Table, *, environment: bool) -> str:
    heads = ["key", "must be", "default", "meaning", *(["environment"] if environment else [])]
    rows = [_row(table, key)[: len(heads)] for key in key_types(table.section)]
    lines = [f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)]
    title = f"`{table.title}`{table.tag}" if table.title else "Top level"
    return "\n".join([f"## {title}", "", _sentence(table.section), "", *lines, ""])


def _tables(table: _Table) -> Iterator[_Table]:
    yield table
    for key in key_types(table.section):
        for below in table.below(key):
            yield from _tables(below)


def _inner(kind: Any, title: str, variable: str) -> Iterator[_Table]:
    if is_section(kind):
        yield _Table(title, kind, f"{variable}__")
    elif get_origin(kind) is dict:
        yield from _inner(bare(get_args(kind)[1]), f"{title}.<name>", f"{variable}__<NAME>")
    elif get_origin(kind) is tuple:
        item = bare(get_args(kind)[0])
        names = tags(item) if len(members(item)) > 1 else ()
        for section, name in zip_longest(members(item), names):
            for table in _inner(section, f"{title}[]", f"{variable}__<NAME>"):
                yield table._replace(tag=f" with `{DISCRIMINATOR}: {name}`" if name else "")


def _row(table: _Table, key: str) -> list[str]:
    annotation, field = key_types(table.section)[key], table.section.model_fields[key]
    below = table.below(key)
    allowed = "see below" if below else words(annotation).text
    meaning = field.description or (_sentence(below[0].section) if below else "")
    any_key = "__<KEY>" if get_origin(bare(annotation)) is dict else ""
    variable = "" if below else f"`{table.variable}{variable_word(key)}{any_key}`"
    return [f"`{key}`", allowed, _default(field), meaning, variable]


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
