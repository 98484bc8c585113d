"""The card of a persona: face, name, story, answers and advice."""
