"""The published schema takes what the model takes, and refuses the shapes it refuses."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given

from tests.tocsin.watchlist.expressions import IDS, expressions
from tests.tocsin.watchlist.shape import fits, unknown_keywords
from tocsin.config.validate import validated
from tocsin.config.yaml import read_yaml
from tocsin.watchlist.expression import Expression
from tocsin.watchlist.model import Term, Watchlist
from tocsin.watchlist.reference import EXAMPLE
from tocsin.watchlist.schema import NAME, schema, schema_page

ROOT = Path(__file__).parents[3]
SHIPPED = sorted((ROOT / "watchlists").glob("*.yaml"))
BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))


class _Editor(yaml.SafeLoader):
    """Scalars as YAML 1.2 and with it editors read them: `no` is a text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way of naming them
        start: [
            (tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] in ("null", "int", "float")
        ]
        for start, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def read(text: str) -> Any:
    return yaml.load(text, Loader=_Editor)  # noqa: S506 - a safe loader


def is_good(value: Any) -> bool:
    made = schema()
    return fits(value, made, made)


def test_no_keyword_of_it_is_passed_over() -> None:
    assert unknown_keywords(schema()) == set()
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_published_file_is_the_models() -> None:
    assert (ROOT / "docs" / NAME).read_text(encoding="utf-8") == schema_page()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_watchlist_is_good(path: Path) -> None:
    assert is_good(read(path.read_text(encoding="utf-8")))


def test_the_example_of_the_reference_is_good() -> None:
    assert is_good(read(EXAMPLE))


@given(expressions)
def test_every_condition_is_good(when: Expression) -> None:
    terms = tuple(Term(id=name, forms={"no": (name,)}) for name in IDS)
    written = Watchlist(id="w", title="W", terms=terms, when=when).model_dump(
        mode="json", by_alias=True, exclude_defaults=True
    )
    assert is_good(written)
    assert not is_good({**written, "when": {"all": [written["when"]], "any": ["a"]}})


def bad_shapes() -> list[object]:
    """Every bad file that is YAML, and whether its shape is wrong."""
    found: list[object] = []
    for path in BAD:
        text = path.read_text(encoding="utf-8")
        document = read_yaml(text, path.name)
        # A condition without a value is none to the model; the loader refuses it, and so does the schema.
        wrong = isinstance(validated(document.data, Watchlist), list) or path.stem.endswith("_without_value")
        if not document.issues:
            found.append(pytest.param(text, wrong, id=path.stem))
    return found


@pytest.mark.parametrize(("text", "wrong"), bad_shapes())
def test_it_refuses_just_the_bad_files_that_have_a_wrong_shape(text: str, wrong: bool) -> None:
    assert is_good(read(text)) is not wrong


def test_enough_of_the_bad_files_have_a_wrong_shape() -> None:
    assert sum(param.values[1] for param in bad_shapes()) >= 30  # type: ignore[attr-defined]


def test_every_key_says_what_it_is_for() -> None:
    made = json.loads(schema_page())
    for section in (made, *made["$defs"].values()):
        for key, value in section.get("properties", {}).items():
            assert value.get("description"), key
