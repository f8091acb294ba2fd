"""The public part of the library for harvesters: OAI-PMH 2.0 (openarchives.org/OAI/openarchivesprotocol.html)."""
