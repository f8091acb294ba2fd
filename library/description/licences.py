"""Licences and rights statements by the names librarians type, with the address that explains each."""

from typing import Final

_CC: Final = "https://creativecommons.org/licenses"
_RS: Final = "http://rightsstatements.org/vocab"

LICENCES: Final[dict[str, str]] = {
    "CC BY 4.0": f"{_CC}/by/4.0/",
    "CC BY-SA 4.0": f"{_CC}/by-sa/4.0/",
    "CC BY-NC 4.0": f"{_CC}/by-nc/4.0/",
    "CC BY-NC-SA 4.0": f"{_CC}/by-nc-sa/4.0/",
    "CC BY-ND 4.0": f"{_CC}/by-nd/4.0/",
    "CC BY-NC-ND 4.0": f"{_CC}/by-nc-nd/4.0/",
    "CC BY 3.0 IGO": f"{_CC}/by/3.0/igo/",
    "CC BY-NC-ND 3.0 IGO": f"{_CC}/by-nc-nd/3.0/igo/",
    "CC BY-NC-SA 3.0 IGO": f"{_CC}/by-nc-sa/3.0/igo/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "Public Domain Mark 1.0": "https://creativecommons.org/publicdomain/mark/1.0/",
    "In Copyright": f"{_RS}/InC/1.0/",
    "In Copyright - Educational Use Permitted": f"{_RS}/InC-EDU/1.0/",
    "In Copyright - Non-Commercial Use Permitted": f"{_RS}/InC-NC/1.0/",
    "No Copyright - Other Known Legal Restrictions": f"{_RS}/NoC-OKLR/1.0/",
    "Copyright Not Evaluated": f"{_RS}/CNE/1.0/",
    "Copyright Undetermined": f"{_RS}/UND/1.0/",
}
"""Address by name: Creative Commons, and the statements of RightsStatements.org."""


def licence_url(name: str) -> str:
    """The address of a licence, empty for one we do not know."""
    return LICENCES.get(name, "")
