"""Proposing: from files that nobody has declared to a draft of their declaration.

Every value has its evidence, and what the files do not tell is asked. A person
confirms a draft; no run reads one.
"""

from helpers.intake.proposing.editing import propose, write_draft, write_source
from helpers.intake.proposing.telling import proposal_lines

__all__ = ["propose", "proposal_lines", "write_draft", "write_source"]
