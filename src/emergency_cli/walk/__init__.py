"""The walk: card after card on a terminal, and a card filled on paper typed in afterwards."""
