"""Addresses as a log may show them."""

from tocsin.feeds.address import shown as shown
