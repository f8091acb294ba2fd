"""The people of every test: Arta learns, Marko trains, Elena keeps the library, Ivana reviews, and so on."""

from functools import cached_property
from itertools import count

from rmtc.accounts.models import Institution, Person, PersonState, Role, RoleName
from rmtc.clock import now
from rmtc.db import WriteSession


class Cast:
    """Makes each persona when it is first asked for; `cast.make` makes further people."""

    def __init__(self, session: WriteSession) -> None:
        self.session = session
        self.numbers = count(1)

    def make(self, name: str, *roles: RoleName, institution: Institution | None = None) -> Person:
        first = name.split(maxsplit=1)[0].lower()
        person = Person(
            email=f"{first}.{next(self.numbers)}@test.example",
            name=name,
            state=PersonState.ACTIVE,
            institution_id=institution.id if institution else None,
            created_at=now(),
            password_hash="",
        )
        self.session.add(person)
        self.session.flush()
        for role in roles:
            self.give(person, role)
        self.session.commit()
        return person

    def give(self, person: Person, role: RoleName, scope_kind: str = "", scope_id: int = 0) -> None:
        granted = Role(person_id=person.id, name=role, scope_kind=scope_kind, scope_id=scope_id, granted_at=now())
        self.session.add(granted)
        self.session.commit()

    @cached_property
    def ministry(self) -> Institution:
        institution = Institution(name="Ministry of the Interior", country="MK")
        self.session.add(institution)
        self.session.commit()
        return institution

    @cached_property
    def arta(self) -> Person:
        return self.make("Arta Hoxha", RoleName.LEARNER, institution=self.ministry)

    @cached_property
    def marko(self) -> Person:
        """Marko may train; a test gives him the runs and courses that are his."""
        return self.make("Marko Jovanović", RoleName.TRAINER)

    @cached_property
    def elena(self) -> Person:
        return self.make("Elena Petrovska", RoleName.LIBRARIAN)

    @cached_property
    def ivana(self) -> Person:
        return self.make("Ivana Stojanovska", RoleName.REVIEWER)

    @cached_property
    def mira(self) -> Person:
        return self.make("Mira Manager", RoleName.MANAGER)

    @cached_property
    def ada(self) -> Person:
        return self.make("Ada Admin", RoleName.ADMIN)

    @cached_property
    def stranger(self) -> Person:
        """Someone with an account and no role."""
        return self.make("Sven Stranger")
