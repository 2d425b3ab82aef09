"""A page of which people wrote some, and commands the others."""

END = "<!-- the end of these figures -->\n"


def with_figures(page: str, mark: str, figures: str) -> str:
    """``page`` with ``figures`` in the place of the old ones below ``mark``; all else stays.

    Figures go to the next ``END``. Where there is no ``mark``, it is put at the end.
    """
    words, _, below = page.partition(mark)
    _, _, rest = below.partition(END)
    return f"{words}{mark}\n{figures}\n{END}{rest}"
