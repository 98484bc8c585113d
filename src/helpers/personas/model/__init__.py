"""Personas found in what customers do: which model, how many, and who is of which."""
