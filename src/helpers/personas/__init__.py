"""Personas: who customers are, as people can picture them, each statement tied to a cell."""

from helpers.personas.cards import make_cards, stories
from helpers.personas.names import Name, choose_names
from helpers.personas.portraits import portraits

__all__ = ["Name", "choose_names", "make_cards", "portraits", "stories"]
