"""Who has heard of a story. People who have not hear a first word: it waits for nothing, as a first report does."""

from tocsin.alerting.records import Story, Way
from tocsin.alerting.turn import Turn


def is_first_word(turn: Turn, story: Story, way: Way) -> bool:
    """Whether what is told on ``way`` is the first that some of its people hear of a story others were told of."""
    if story.rung is None or way.sequence:
        return False
    policy = turn.ways.told(way.route, turn.named)
    return policy is not None and not set(policy.receivers) <= set(story.receivers)
