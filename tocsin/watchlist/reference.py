"""``docs/watchlists.md``, made from the model."""

from typing import Final

from tocsin.config.reference import markdown
from tocsin.watchlist.model import Watchlist

EXAMPLE: Final = """\
id: river-crossing          # never changes: alerts are known by it
title: River crossing
owner: border-desk
severity: high
status: test                # take out when the list is proved
receivers: [screen]         # names from tocsin.yaml; without this line, all of them

terms:                      # any term fires the watchlist
  - id: bridge
    forms:                  # any form fires the term
      en: [Old Bridge, Old Bridges]
      tr: [Eski Köprü, Eski Köprüde]

examples:
  match:
    - {language: en, text: "Trucks crossed the old bridge at dawn."}
  ignore:
    - {language: en, text: "An old man on a bridge."}
"""
_INTRODUCTION: Final = """\
# Watchlists

<!-- Written by `tocsin docs` from tocsin/watchlist/model.py: change it there. -->

One YAML file per watchlist, in the folder that `watchlists` names. How to choose forms is said in
[watchlists/README.md](../watchlists/README.md); `tocsin check` tells every fault of every file at once, as
`path:line:col: field: what is wrong and what is allowed`, and runs the examples.

- A faulty file hides none of the others. Two files with one `id` are both at fault.
- A value is read as its key's type: `no` is a language and `2254` a form, without quotes.
- A form must hold a letter or a digit: punctuation alone is never found.

```yaml
{example}```
"""


def watchlists_page() -> str:
    """``docs/watchlists.md``: every key of a watchlist, and an example."""
    return "\n".join([_INTRODUCTION.format(example=EXAMPLE), markdown(Watchlist)])
