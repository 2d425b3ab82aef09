"""What was due in a time in which nothing came, done with the next event: the same as if it had been done in time."""

from tests.making import NOON
from tests.tocsin.alerting.world import DAY, HOUR, MINUTE, World, digests, policy, report, rules


def two_stories_with_copies() -> World:
    world = World(rules(policy()))
    for number in range(2):
        at = NOON + 3 * number * HOUR
        world.take(report(f"a{number}", f"t{number}", at))
        world.take(report(f"b{number}", f"t{number}", at + MINUTE, kind="wire"))
    return world


def test_a_digest_that_is_gathered_on_the_way_goes_out_before_the_next_is_gathered() -> None:
    seldom, often = two_stories_with_copies(), two_stories_with_copies()
    often.until(NOON + 20 * DAY)
    for world in (seldom, often):
        world.take(report("z", "other", NOON + 20 * DAY))
    assert seldom.sent == often.sent
    ends = [NOON + 2 * DAY + 3 * number * HOUR + HOUR + MINUTE for number in range(2)]
    assert [one.until for one in digests(seldom.sent)] == ends
