"""HWPX (KS X 6101, OWPML): a writer of our own with the standard library only, byte-identical on repeat.

Structure and traps: docs/documents.md. `write(report)` is all others need.
"""

from .package import write

__all__ = ["write"]
