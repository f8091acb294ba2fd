"""What somebody says of a search they keep."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from library.searches.models import Letters

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class SearchForm(BaseModel):
    """A search under a name."""

    name: Name
    letters: Letters = Letters.NEVER


class NewSearchForm(SearchForm):
    """The same with what is asked, as it stands in the address of the results."""

    query: Annotated[str, StringConstraints(max_length=6000)] = ""
