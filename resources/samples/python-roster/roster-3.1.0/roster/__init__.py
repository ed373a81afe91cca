"""Rosters: lists of people in order."""


def ordered(names):
    """The names without doubles, sorted by family name."""
    return sorted(set(names), key=lambda name: name.split()[-1].casefold())
