"""Every notice as a block of lines."""

from tocsin.contract.events import Alert
from tocsin.delivery.feeds import render_feed
from tocsin.delivery.notice import Notice
from tocsin.delivery.render import Block, render


def block_of(notice: Notice) -> Block:
    """The lines that a person reads of it."""
    return render(notice) if isinstance(notice, Alert) else render_feed(notice)
