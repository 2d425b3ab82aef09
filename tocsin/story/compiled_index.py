"""The passes of `tocsin.story.fastindex`: which records hold a key, as chains in arrays. Needs numba.

A key has a slot in a hash table (open addressing), from which a chain runs through all records that hold it, the last
that came first. Key ``at`` of record ``r`` is node ``r << SHIFT | at``, followed by ``links[r, at]``: so a chain is one
number for each key of each record, and what a record holds need not be kept again.
"""

from typing import Final

import numpy as np

from tocsin.story.compiled_keys import HEAD, HOLDERS, KEY, NEVER, STORIES, find
from tocsin.text.scan import Array, compiled

END: Final = -1
"""What a chain ends in."""
SHIFT: Final = 6
MOST_KEYS: Final = 1 << SHIFT
"""What one record may hold."""


@compiled
def move(old: Array, new: Array) -> int:
    """Take all keys that a record holds into new, empty slots; returns how many they are."""
    count = 0
    for slot in old:
        if slot[HEAD] != NEVER and slot[HEAD] != END:
            new[find(new, slot[KEY])] = slot
            count += 1
    return count


@compiled
def put(slots: Array, chains: tuple[Array, Array], record: int, wanted: Array, alone: bool) -> int:
    """``record`` holds the keys ``wanted``; returns how many slots that took. ``alone``: no other is of its story."""
    links, story_of = chains
    taken = 0
    for at in range(min(len(wanted), links.shape[1])):
        slot = slots[find(slots, wanted[at])]
        if slot[HEAD] == NEVER:
            slot[KEY], slot[HEAD] = np.int32(wanted[at]), END
            taken += 1
        node, known = slot[HEAD], alone
        while node != END and not known:
            known = story_of[node >> SHIFT] == story_of[record]
            node = links[node >> SHIFT, node & MOST_KEYS - 1]
        links[record, at] = slot[HEAD]
        slot[HEAD] = record << SHIFT | at
        slot[HOLDERS] += 1
        slot[STORIES] += alone or not known
    return taken


@compiled
def take(slots: Array, chains: tuple[Array, Array], record: int, wanted: Array, alone: bool) -> None:
    """``record`` no longer holds them. Their slots stay theirs until all are moved."""
    links, story_of = chains
    for at in range(min(len(wanted), links.shape[1])):
        slot, mine = slots[find(slots, wanted[at])], record << SHIFT | at
        node, before, known, found = slot[HEAD], END, alone, False
        while node != END and not (known and found):
            after = links[node >> SHIFT, node & MOST_KEYS - 1]
            if node == mine:
                found = True
                if before == END:
                    slot[HEAD] = after
                else:
                    links[before >> SHIFT, before & MOST_KEYS - 1] = after
            elif story_of[node >> SHIFT] == story_of[record]:
                known = True
            before, node = node, after
        slot[HOLDERS] -= 1
        slot[STORIES] -= alone or not known


@compiled
def chosen(slots: Array, wanted: Array, rarest: int, most_holders: int) -> Array:
    """The slots of those keys that are looked up: see `tocsin.story.index`."""
    held = np.empty(len(wanted), np.int64)
    count = few = 0
    for key in wanted:
        slot = find(slots, key)
        if slots[slot, HEAD] >= 0:
            held[count] = slot
            if slots[slot, HOLDERS] <= most_holders:  # to the front
                held[count], held[few] = held[few], slot
                few += 1
            count += 1
    if few >= rarest:
        return held[:few]
    most = min(rarest, count)
    for place in range(few, most):
        least = place
        for other in range(place + 1, count):
            if rank(slots[held[other]]) < rank(slots[held[least]]):
                least = other
        held[place], held[least] = held[least], held[place]
    return held[:most]


@compiled
def rank(slot: Array) -> tuple[int, int]:
    """What those keys come after that are looked up first: the fewest holders, then the key."""
    return int(slot[HOLDERS]), int(np.uint32(slot[KEY]))


@compiled
def shared(
    slots: Array, links: Array, wanted: Array, bounds: tuple[int, int, int, int], counts: Array
) -> tuple[Array, Array]:
    """The records that hold most of the keys, and how many each.

    ``bounds``: how many they must hold at least; how many records are wanted, of which all come that hold as many as
    the last of them; ``RAREST`` and ``MOST_HOLDERS``, which what is compiled would not see change. ``counts``
    has a zero for each record, before and after.
    """
    least, most, rarest, most_holders = bounds
    met = np.empty(len(counts), np.int32)
    count = 0
    for slot in chosen(slots, wanted, rarest, most_holders):
        node = slots[slot, HEAD]
        while node != END:
            record = node >> SHIFT
            if counts[record] == 0:
                met[count] = record
                count += 1
            counts[record] += 1
            node = links[record, node & MOST_KEYS - 1]
    ranks = np.zeros(len(wanted) + 2, np.int64)
    for record in met[:count]:
        ranks[counts[record]] += 1
    bar = len(wanted)
    ahead = ranks[bar]
    while bar > least and ahead < most:
        bar -= 1
        ahead += ranks[bar]
    kept = np.empty(count, np.int32)
    kept_count = 0
    shares = np.empty(count, np.int32)
    for record in met[:count]:
        if counts[record] >= max(bar, least):
            kept[kept_count], shares[kept_count] = record, counts[record]
            kept_count += 1
        counts[record] = 0
    return kept[:kept_count], shares[:kept_count]
