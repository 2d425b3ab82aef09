"""Labels and aliases of Wikidata entities, as ``Special:EntityData`` gives them."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from tocsin.watchlist.importing.rows import ListError, Row, Rows, Skipped


def wikidata_rows(raw: bytes, languages: Collection[str]) -> Rows:
    """Every label and alias in one of ``languages``; an entity is a term, named by its English label or its id.

    Labels in other languages, of which an entity may have three hundred, are left out without a word.

    Raises:
        ListError: it is no JSON, or holds no entities.
    """
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as fault:
        raise ListError(f"no JSON: {fault}") from fault
    entities = found.get("entities") if isinstance(found, dict) else None
    if not isinstance(entities, dict):
        raise ListError("it holds no 'entities'; Special:EntityData/Q....json gives them")
    rows = Rows()
    for name, entity in entities.items():
        labels = list(_labels(name, entity, languages)) if isinstance(entity, dict) else []
        rows.rows += labels
        if not labels:
            why = f"it has no label in {', '.join(languages)}"
            rows.skipped.append(Skipped(name, "", why))
    return rows


def _labels(name: str, entity: dict[str, Any], languages: Collection[str]) -> Iterator[Row]:
    labels, aliases = _mapping(entity, "labels"), _mapping(entity, "aliases")
    term = _value(labels.get("en")) or name
    for language in languages:
        if label := _value(labels.get(language)):
            yield Row(f"{name}.labels.{language}", term, language, label)
        several = aliases.get(language)
        for number, alias in enumerate(several if isinstance(several, list) else ()):
            if value := _value(alias):
                yield Row(f"{name}.aliases.{language}[{number}]", term, language, value)


def _mapping(entity: dict[str, Any], key: str) -> dict[str, Any]:
    value = entity.get(key)
    return value if isinstance(value, dict) else {}  # an empty one is written [] there


def _value(label: Any) -> str:
    value = label.get("value") if isinstance(label, dict) else None
    return value.strip() if isinstance(value, str) else ""
