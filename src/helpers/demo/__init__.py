"""The simulated company: exports with real dirt, whose truth is known."""

from helpers.demo.write import write_demo

__all__ = ["write_demo"]
