"""The published schema takes what the model takes, and refuses the shapes it refuses."""

import json
from pathlib import Path

import pytest

from tests.tocsin.watchlist.shape import fits, unknown_keywords
from tests.tocsin.watchlist.test_schema import read
from tocsin.config.routes import RouteFile
from tocsin.config.validate import validated
from tocsin.config.yaml import read_yaml
from tocsin.routing.reference import EXAMPLE, routes_page
from tocsin.routing.schema import NAME, schema, schema_page

ROOT = Path(__file__).parents[3]
BAD = sorted((ROOT / "tests" / "data" / "config_bad").glob("routes_*.yaml"))
# What a schema does not say of a duration: that it is no shorter than a second.
BEYOND = {"routes_intervals", "routes_escalate_nobody"}


def is_good(text: str) -> bool:
    made = schema()
    return fits(read(text), made, made)


def test_no_keyword_of_it_is_passed_over() -> None:
    assert unknown_keywords(schema()) == set()
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_published_pages_are_the_models() -> None:
    assert (ROOT / "docs" / NAME).read_text(encoding="utf-8") == schema_page()
    assert (ROOT / "docs" / "routes.md").read_text(encoding="utf-8") == routes_page()


def test_the_example_of_the_reference_is_good() -> None:
    assert EXAMPLE in routes_page()
    assert is_good(EXAMPLE)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_it_refuses_the_bad_files_that_have_a_wrong_shape(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    document = read_yaml(text, path.name)
    if path.stem not in BEYOND and not document.issues:
        assert is_good(text) is not isinstance(validated(document.data, RouteFile), list)


def test_every_key_says_what_it_is_for() -> None:
    made = json.loads(schema_page())
    for section in (made, *made["$defs"].values()):
        for key, value in section.get("properties", {}).items():
            assert value.get("description") or "$ref" in value, key
