"""Headers as they travel, where Python's own folding does harm.

It loses spaces between encoded words, makes some of 76 letters (RFC 2047 §2 allows 75), and writes a long address of a
List-Unsubscribe header in encoded words, which no mail program follows.
"""

from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.policy import SMTP, Policy
from email.utils import parseaddr


class _Unfolded(UnstructuredHeader, BaseHeader):
    """In one line, whatever its length."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class _Words(_Unfolded):
    """Text in any script."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {_encoded(self, self.name, policy)}{policy.linesep}"


class _Sender(_Unfolded):
    """An address whose name may be in any script."""

    def fold(self, *, policy: Policy) -> str:
        if self.isascii():
            return super().fold(policy=policy)
        name, address = parseaddr(self)
        return f"{self.name}: {_encoded(name, self.name, policy)}{policy.linesep} <{address}>{policy.linesep}"


def _encoded(text: str, name: str, policy: Policy) -> str:
    """Text as the value of a header: lines of at most 76 letters, in encoded words where it is more than ASCII."""
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, maxlinelen=76, header_name=name).encode(linesep=policy.linesep)


_REGISTRY = HeaderRegistry()
_REGISTRY.map_to_type("list-unsubscribe", _Unfolded)
_REGISTRY.map_to_type("subject", _Words)
_REGISTRY.map_to_type("from", _Sender)
POLICY = SMTP.clone(header_factory=_REGISTRY)
"""How messages are written out."""
