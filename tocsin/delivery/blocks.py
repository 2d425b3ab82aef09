"""Every notice as a block of lines."""

from tocsin.contract.events import Alert, Digest
from tocsin.delivery.digests import render_digest
from tocsin.delivery.feeds import render_feed
from tocsin.delivery.lines import Block
from tocsin.delivery.notice import Notice
from tocsin.delivery.render import render


def block_of(notice: Notice) -> Block:
    """The lines that a person reads of it."""
    match notice:
        case Alert():
            return render(notice)
        case Digest():
            return render_digest(notice)
        case _:
            return render_feed(notice)
