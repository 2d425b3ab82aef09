"""`tocsin docs`"""

from pathlib import Path

import click

from cli.exits import WRONG, Failure

EPILOG = """\b
Examples:
  tocsin docs             from the root of the repository
  tocsin docs --check     what CI does"""


@click.command(epilog=EPILOG, short_help="Write the generated pages of docs/.")
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 where a page differs.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("docs"),
    show_default=True,
    help="Where the pages are.",
)
def docs(check: bool, folder: Path) -> None:
    """Write what is made from the program itself: metrics, configuration, watchlists, routes, command line."""
    from cli.pages import PAGES

    if not folder.is_dir():
        raise Failure(f"there is no folder {folder}: run this from the root of the repository", WRONG)
    stale = [name for name, page in PAGES.items() if _differs(folder / name, page())]
    if not check:
        for name in stale:
            (folder / name).write_text(PAGES[name](), encoding="utf-8")
            click.echo(f"wrote {folder / name}")
        return
    for name in stale:
        click.echo(f"{folder / name} is not what the program says", err=True)
    if stale:
        raise Failure("run `tocsin docs` (or `make docs`) and commit what it writes", WRONG)


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text
