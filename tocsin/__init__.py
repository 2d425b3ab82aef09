"""The core: what things are and what is decided. Pure functions on frozen values, no I/O, no clock."""

__version__ = "0.1.0"
