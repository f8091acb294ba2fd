"""Files are read again: a flipped byte and a lost file are found, named, told once, and healed when brought back."""

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from library.care import commands
from library.care.fixity import check_all, check_share
from rmtc.clock import now
from rmtc.files.fixity import KEPT, checks_since, forget_old_checks, longest_unseen
from rmtc.files.models import Fixity, FixityCheck, StoredFile
from rmtc.files.store import key_of, open_store
from rmtc.mail.models import Mail
from tests.factories.library import take_text
from tests.sites import opened

PAGE = "/desk/care"


@pytest.fixture
def note(session, site):
    """A file of a record, and where it lies."""
    taken = take_text(session, site, "Returns in figures.", title="Returns")
    folder = open_store(site.settings).folder
    assert folder is not None
    return taken, folder / key_of(taken.file.sha256)


def flip(path) -> None:
    data = bytearray(path.read_bytes())
    data[0] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)


def test_a_flipped_byte_is_found_named_and_told_once(note, session, site, cast, browse) -> None:
    taken, path = note
    elena, whole = browse(cast.elena), path.read_bytes()
    assert "There are no files yet" not in elena.get(PAGE).text
    assert [one.outcome for one in check_all(site)] == [Fixity.WHOLE]
    assert "No file is known to be damaged." in elena.get(PAGE).text
    flip(path)
    assert [one.outcome for one in check_all(site)] == [Fixity.CHANGED]
    check_all(site)
    page = elena.get(PAGE).text
    assert "Not what it was" in page and f'href="/desk/resources/{taken.resource.id}"' in page and "note.txt" in page
    letters = session.scalars(select(Mail).where(Mail.to == cast.elena.email)).all()
    assert [mail.subject for mail in letters] == ["Files of the Centre are damaged"]
    assert "1 file is damaged:" in letters[0].text
    path.write_bytes(whole)
    check_all(site)
    assert "No file is known to be damaged." in elena.get(PAGE).text


def test_a_lost_file_ends_the_command_with_its_name(note, site, monkeypatch) -> None:
    taken, path = note
    monkeypatch.setattr(commands, "open_site", opened(site))
    assert "1 files read, 0 damaged" in CliRunner().invoke(commands.app, ["fixity", "--all"]).stdout
    path.unlink()
    done = CliRunner().invoke(commands.app, ["fixity", "--all"])
    assert done.exit_code == 1
    assert f"missing: {taken.file.sha256} #{taken.resource.id} note.txt" in done.stderr


def test_each_file_has_its_turn_the_longest_unseen_first(note, session, site) -> None:
    taken, _path = note
    check_share(site)
    newer = take_text(session, site, "Another text.", name="other.txt", title="Another")
    assert list(longest_unseen(session)) == [newer.file.sha256, taken.file.sha256]
    assert list(longest_unseen(session, 1)) == [newer.file.sha256]


def test_old_checks_go_but_the_last_of_a_file_and_damage_stay(note, session) -> None:
    taken, _path = note
    long_ago = now() - KEPT * 2
    for outcome in (Fixity.WHOLE, Fixity.CHANGED, Fixity.WHOLE, Fixity.WHOLE):
        session.add(FixityCheck(sha256=taken.file.sha256, checked_at=long_ago, outcome=outcome))
        session.flush()
    forget_old_checks(session)
    assert checks_since(session, long_ago) == {Fixity.CHANGED: 1, Fixity.WHOLE: 1}


def test_many_damaged_files_are_all_counted_listed_and_told_of_once(note, session, site, cast, browse) -> None:
    elena = browse(cast.elena)
    for number in range(230):
        sha256 = f"{number:064x}"
        session.add(StoredFile(sha256=sha256, size=1, media_type="text/plain", created_at=now()))
    session.commit()
    check_all(site)
    page = elena.get(PAGE)
    assert "230 files are not what they should be." in page.text
    assert page.text.count('class="tag stop"') == 25 and f'href="{PAGE}?number=10"' in page.text
    assert len(elena.queries) <= 25
    assert elena.get(f"{PAGE}?number=10").text.count('class="tag stop"') == 5
    check_all(site)
    letters = session.scalars(select(Mail.text).where(Mail.to == cast.elena.email)).all()
    assert len(letters) == 1 and "230 files are damaged:" in letters[0]


def test_only_librarians_see_the_care_of_files(browse, cast) -> None:
    assert browse(cast.arta).get(PAGE).status_code == 403
    assert browse().get(PAGE).url.path == "/sign-in"
    assert "There are no files yet" in browse(cast.elena).get(PAGE).text
