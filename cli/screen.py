"""What `tocsin run` says on the terminal: one line per event, on standard error. Standard output is the alerts'."""

import click


def say(text: str) -> None:
    """Something went as it should."""
    click.echo(f"{click.style('==>', fg='green')} {text}", err=True)


def warn(text: str) -> None:
    """Something did not, and the rest goes on."""
    click.echo(f"{click.style(' ! ', fg='yellow')} {text}", err=True)


def quote(lines: list[str]) -> None:
    """Lines of a log, as they are."""
    for line in lines:
        click.echo(f"    {line}", err=True)
