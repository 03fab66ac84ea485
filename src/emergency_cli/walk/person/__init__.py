"""One person at one incident, in the walk and at a card that is copied: asking, telling, ticking."""
