"""The pages say what the models say."""

import re

from tocsin.config.load import read_config
from tocsin.config.model import Config
from tocsin.config.reference import configuration_page
from tocsin.config.shape import bare, is_section, key_types
from tocsin.watchlist.load import read_watchlist
from tocsin.watchlist.model import Watchlist
from tocsin.watchlist.reference import EXAMPLE, watchlists_page


def test_every_key_has_a_row_with_a_meaning() -> None:
    page = configuration_page()
    for section in (Config, *(bare(kind) for kind in key_types(Config).values() if is_section(bare(kind)))):
        for key in key_types(section):
            row = re.search(rf"^\| `{key}` \| ([^|]+)\| ([^|]*)\| ([^|]*)\|", page, re.MULTILINE)
            assert row is not None, key
            assert row[3].strip(), key


def test_every_variable_on_the_page_is_known() -> None:
    variables = set(re.findall(r"`(TOCSIN_[A-Z_]+)`", configuration_page())) - {"TOCSIN_TEST_", "TOCSIN_"}
    assert len(variables) > 30
    issues = read_config("", "tocsin.yaml", dict.fromkeys(variables, ""))
    assert isinstance(issues, list)
    assert not [issue for issue in issues if "unknown" in issue.message or "whole section" in issue.message]


def test_the_example_is_a_watchlist() -> None:
    assert EXAMPLE in watchlists_page()
    assert isinstance(read_watchlist(EXAMPLE, "river-crossing.yaml"), Watchlist)
