"""The plan as values: playbooks, roster, the centre's own settings, and the rules over them."""
