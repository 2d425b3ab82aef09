"""``docs/watchlists.md``, made from the model."""

from typing import Final

from tocsin.config.reference import markdown
from tocsin.watchlist.faults.conditions import MOST_LEVELS
from tocsin.watchlist.faults.forms import SHORTEST_FUZZY
from tocsin.watchlist.faults.terms import MOST_FORMS
from tocsin.watchlist.model import Watchlist
from tocsin.watchlist.schema import NAME

SMALLEST: Final = """\
id: old-bridge
title: The old bridge
terms:
  - id: bridge
    forms:
      en: [Old Bridge]
      tr: [Eski Köprü]
"""
EXAMPLE: Final = f"""\
# yaml-language-server: $schema=../docs/{NAME}
id: bridge-closed             # never changes: alerts are known by it
title: The old bridge is closed
owner: border-desk
severity: high                # low, medium, high or critical
status: shadow                # live; shadow: matched and counted, alerts nobody; exercise and test mark its alerts
corroborate:                  # three texts of their own within two hours: one step more severe
  origins: 3
  within: 2h
receivers: [screen]           # names from tocsin.yaml; without this line, all of them

terms:
  - id: bridge
    forms:                    # any form finds the term, in an article of any language
      en: [Old Bridge, bridge at Karasu]
      tr: [Eski Köprü]
      ru: [Старый мост]
      ar: [الجسر القديم]
    except:                   # a place that touches one of these does not count
      en: [Old Bridge Street, opposite Old Bridge]

  - id: closed
    gap: 2                    # "shut them both down" is "shut down" too
    forms:
      en: [closed, shut down, came to * halt]      # '*' is exactly one word, any
      tr: [kapatıldı]
      ru: [закрыт]

  - id: valley
    match: fuzzy              # spelt in many ways: Karabulaq, Qarabulak
    weight: 0.5
    forms: {{en: [Karabulak]}}

  - id: agency
    match: exact              # these letters and no others
    case: same                # the UN, but not 'un'
    weight: 0.5
    forms: {{en: [UN, WFP], fr: [ONU]}}

  - id: drill
    fields: [title, lead]     # further down it would be background
    forms: {{en: [exercise, drill], tr: [tatbikat]}}

when:                         # without it, any term fires the watchlist
  all:
    - any:
        - near: {{terms: [bridge, closed], within: 6, ordered: false}}
        - in: {{fields: [title], of: bridge}}
        - count: {{terms: [bridge, valley, agency], at_least: 3, distinct: true}}
        - all: [bridge, {{score: {{terms: [valley, agency], at_least: 1}}}}]
    - none: [drill]
threshold: 1.5                # the terms found must weigh so much together, besides

filters:
  not_sources: [weather-wire] # a feed's id, or a source's name as articles show it; sources: [...] lets only those in
  languages: [en, fr, tr, ru, ar]
  countries: [tr, iq]         # where the outlet is at home, as feeds.yaml says; or not_countries: [...]
  kinds: [agency, newspaper]  # these four are what feeds.yaml says, too
  trust: medium               # or high
  tags: [border, front-page]
  not_tags: [satire]
  max_age: 3d

examples:                     # `tocsin check` runs them
  match:
    - {{language: en, text: "The Old Bridge was closed to trucks at dawn.", terms: [bridge, closed]}}
    - {{language: en, title: "Old Bridge reopens", text: "The UN sent twelve trucks."}}
    - {{language: en, text: "Near Qarabulak the UN counted trucks. The old bridge is empty.", terms: [valley]}}
    - {{language: tr, text: "Eski Köprü'nün iki yanı da kapatıldı."}}
    - {{language: ru, text: "Старый мост закрыт для грузовиков."}}
  ignore:
    - {{language: en, text: "A shop on Old Bridge Street closed for good."}}
    - {{language: en, title: "Exercise at the border", text: "The Old Bridge was closed for two hours."}}
    - {{language: en, text: "Trucks crossed the old bridge at dawn."}}
"""
_PAGE: Final = """\
# Watchlists

<!-- Written by `tocsin docs` from tocsin/watchlist: change it there. -->

One YAML file (`.yaml` or `.yml`) per watchlist, in the folder that `watchlists` names; a folder inside it is not read,
and a fault where YAML files stand in it. This is the smallest one; any of its terms fires
it:

```yaml
{smallest}```

And this one uses everything:

```yaml
{example}```

## How to work

1. Write the file. Its first line, as above, lets an editor complete and check it by [{schema}]({schema}).
2. Give it `examples`: for each language a text that must fire it, and the nearest thing that must not.
3. `tocsin check` tells every fault of every file at once, as `path:line:col: field: what is wrong and what is
   allowed`, and runs the examples. `tocsin explain` shows every step for one text; `tocsin backtest` says how often
   it would have rung.
4. Start with `status: shadow` or `status: test`; `exercise` is for drills. A running worker takes a changed file by
   itself; of a faulty one it keeps the last good version.

## How a form is found

- A form is one or several whole words, next to each other in this order, within one sentence. Punctuation is not
  compared.
- Case, accents, vowel marks, hamza, tatweel, the two keyboards' ي/ی and ك/ک, and joiners make no difference: `إدلب`
  finds `ادلب`, `آتش‌بس` finds `آتشبس`, `İdlib` finds `IDLIB`. Hyphens and apostrophes part words: `İdlib` finds
  `İdlib'de`.
- `match: inflected` finds its words with endings and with small words written onto them too, as the language of the
  *form* does it. So write the plain form, under the language it is in; it is found in articles of every language.
- `match: fuzzy` finds misspellings and other transliterations besides. It needs a word of {fuzzy} letters or more.
- `match: exact` finds the words as they are written, and `case: same` with the capitals they are written with.
- Dotted acronyms (`U.N.`) are another form than those without dots (`UN`): list both.
- `*` with blanks around it is exactly one word, any, between two others. `gap: 2` allows up to two other words
  between *any* two words of a form.
- There are no regular expressions: `(a|b)`, `idlib*`, `"..."` and `OR` are faults, each told with what to write
  instead.
- A word that means something else too needs company (`روند آستانه`, the Astana process, not `آستانه` alone), or an
  `except`.

## Where a form does not count

`except` names contexts, written like forms, but a `*` may stand first or last, and the term's `gap` does not widen
them. A place where a form is found does not count if a context that shares a word with it is found there. Nothing
else changes: the same form elsewhere in the article counts.

Alerts and `tocsin match` show at most 100 places of a watchlist in an article: the first ones, and the first of each
term. What fires is decided by all of them.

Related links and menus under an article are read too; a watchlist that only they fire alerts with severity `low`
and says so. What they are tells the page, where the feed asks for the full text; elsewhere their shape does.

## Which articles are looked at

An article must pass every filter that is given. What is not known keeps nothing out: an article without a date passes
`max_age`, one whose feed names no `country`, `kind` or `trust` passes the filters on them. Tags are different: `tags`
wants one of them.

## What fires the watchlist

Without `when`, any term does. With it, the expression must be true; `threshold` comes on top. An expression is the
id of a term ("it is found") or a mapping with exactly one of these keys:

| written | true if |
| --- | --- |
| `bridge` | the term is found, in a field where it counts |
| `all: [bridge, closed]` | every expression in the list is true |
| `any: [bridge, closed]` | at least one is |
| `none: [drill]` | none is |
| `near: {{terms: [bridge, closed], within: 6}}` | all stand in one field, at most 6 words between neighbours |
| `count: {{terms: [bridge, closed], at_least: 3}}` | they are found at 3 places, all counted together |
| `in: {{fields: [title], of: bridge}}` | the expression is true of these fields alone |
| `score: {{terms: [valley, agency], at_least: 1}}` | the weights of those found add up to 1 |

`ordered: true` under `near` wants the terms in the order written; `distinct: true` under `count` counts different
terms, not places; `score` takes each term once. Expressions nest, {levels} levels at most. Every term must be named
somewhere in `when`, unless there is a `threshold`: then each counts by its weight.

## What is a fault

Besides unknown keys, wrong values and keys that stand twice:

- a form that can never be found: no letter or digit in it, letters its language is not written in, Latin and
  Cyrillic in one word, a context of its own inside it;
- a form found everywhere: one made of nothing but the commonest words of its language (`who`, `of the`; not `the Don`,
  whose capital says that it is a name), or a single word of one or two letters. `UN` and `WHO` are taken with
  `match: exact` and `case: same`, and `قم` with `match: exact`. A term that `when` names only in `near`, with another
  term that is not of this kind, may have any such form: `öldü` (read as `oldu`, too) near `deprem`;
- a form that stands twice in a term, or in two terms that look in the same fields; spelling, case and accents make
  no difference;
- a setting without effect: `gap` where no form has two words, `case: same` where no letter has a capital;
- a condition that can never be true, or that is true of an article in which nothing is found; a number that can
  never be reached;
- a term that `when` does not name; a name in `when` or in an example that is no term;
- two files with one `id`, or with the same terms and conditions. The *same form* in two watchlists is no fault: two
  desks may watch one place for different ends;
- an example that does not come out as it says.

A term has at most {forms} forms. A faulty file hides none of the others. A value is read as its key's type: `no` is
a language and `2254` a form, without quotes. An anchor (`&`) and its alias (`*`) may spare writing something twice;
merge keys (`<<`) and tags (`!`) are not read, and tabs do not indent.

# Every key
"""


def watchlists_page() -> str:
    """``docs/watchlists.md``: the whole language, with an example of everything, and every key."""
    introduction = _PAGE.format(
        smallest=SMALLEST,
        example=EXAMPLE,
        schema=NAME,
        fuzzy=SHORTEST_FUZZY,
        levels=MOST_LEVELS,
        forms=MOST_FORMS,
    )
    return "\n".join([introduction, markdown(Watchlist)])
