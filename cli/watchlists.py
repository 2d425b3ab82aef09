"""Watchlists for one command: a folder of them, or one by its id or its file."""

from collections.abc import Sequence
from pathlib import Path

import click

from cli.exits import USAGE, WRONG, Failure
from cli.files import read_folder, read_text
from cli.settings import count
from tocsin.config.document import value_at
from tocsin.config.issues import Issue
from tocsin.config.yaml import read_yaml
from tocsin.watchlist.load import LoadedWatchlist, read_watchlists

Read = tuple[tuple[LoadedWatchlist, ...], list[Issue]]


def read_path(path: Path) -> Read:
    """The sound watchlists of a folder, or of a file, and every fault of the others; whom they alert is not asked."""
    if path.is_dir():
        files, unread = read_folder(path, str(path))
    else:
        text = read_text(path, str(path))
        files, unread = ({}, [text]) if isinstance(text, Issue) else ({str(path): text}, [])
    sound, issues = read_watchlists(files, None)
    return sound, sorted([*unread, *issues])


def one_watchlist(name: str, folder: Path) -> LoadedWatchlist:
    """The watchlist in the file ``name``, or the one of that id in ``folder``.

    Raises:
        Failure: there is none, or it is at fault; its faults have been printed.
    """
    path = Path(name)
    is_file = path.is_file() or path.suffix in (".yaml", ".yml")
    sound, issues = read_path(path if is_file else folder)
    if is_file and sound:
        return sound[0]
    for loaded in sound:
        if loaded.watchlist.id == name:
            return loaded
    concerned = issues if is_file else [issue for issue in issues if Path(issue.path).stem == name]
    if concerned:
        told(concerned)
        raise Failure(f"{count(len(concerned), 'fault')} in the watchlist {name}", WRONG)
    known = ", ".join(loaded.watchlist.id for loaded in sound) or "none that is sound"
    raise Failure(f"there is no file and no watchlist {name!r}; {folder} has: {known}", USAGE)


def known_ids(folder: Path) -> tuple[str, ...]:
    """The ids that the files of ``folder`` say they hold, faulty ones too, in order; none where it can't be read."""
    files, _ = read_folder(folder, str(folder))
    found = (value_at(read_yaml(text, path).data, ("id",)) for path, text in files.items())
    return tuple(sorted({name for name in found if isinstance(name, str)}))


def told(issues: Sequence[Issue]) -> None:
    """Print each on standard error."""
    for issue in issues:
        click.echo(str(issue), err=True)
