"""Helpers for the customer-insight notebooks: one module per chapter, and the wings beneath."""

__version__ = "0.1.0"
