"""A sketch taken apart."""

from functools import cached_property

from tocsin.story.prints import Sketch, unpacked
from tocsin.story.rarity import Keys
from tocsin.story.words import FIRST_DAY, SOUND_BYTES


class View:
    """A sketch taken apart, as far as is asked for."""

    def __init__(self, sketch: Sketch) -> None:
        self._sketch = sketch
        self.words = sketch.words
        self.kinds = sketch.kinds & (1 << FIRST_DAY) - 1
        self.days = sketch.kinds >> FIRST_DAY

    @cached_property
    def title(self) -> Keys:
        return unpacked(self._sketch.title)

    @cached_property
    def told(self) -> Keys:
        """Title and lead."""
        return unpacked(self._sketch.title + self._sketch.lead)

    @cached_property
    def numbers(self) -> Keys:
        return unpacked(self._sketch.numbers)

    @cached_property
    def names(self) -> Keys:
        return unpacked(self._sketch.names, SOUND_BYTES)

    @cached_property
    def titled(self) -> Keys:
        """Names in the title."""
        return unpacked(self._sketch.names[: self._sketch.titled * SOUND_BYTES], SOUND_BYTES)

    @cached_property
    def shingles(self) -> memoryview:
        return memoryview(self._sketch.shingles).cast("I")

    @cached_property
    def sentences(self) -> memoryview:
        return memoryview(self._sketch.sentences).cast("H")


def view_of(sketch: Sketch) -> View:
    """``sketch`` taken apart."""
    return View(sketch)
