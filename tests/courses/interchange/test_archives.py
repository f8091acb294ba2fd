import gzip
import io
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from courses.interchange.readers.archives import Limits, opened
from rmtc.errors import Refusal
from tests.fixture_files import fixture_file

RIGHT_NAMES = {"test.test", "testíček.txt", "Prüfung.txt", "测试.txt", "試験.txt", "Žluťoučký/Koníček.txt"}


def names_in(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def zipped(folder: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    path = folder / "made.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def tarred(folder: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    path = folder / "made.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def link(name: str, kind: bytes) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, "/etc/passwd"
    return info


def refusal_of(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(Refusal) as refusal, opened(path, limits):
        pass
    return str(refusal.value)


@pytest.mark.parametrize(
    "name",
    [
        "test_7zip_927.zip", "test_infozip_3.zip", "test_moodle.zip", "test_moodle_22.zip", "test_osx_1074.zip",
        "test_osx_compress.zip", "test_tc_8.zip", "test_thumbsdb.zip", "test_winrar_421.zip", "test_winzip_165.zip",
    ],
)  # fmt: skip
def test_names_come_out_right_whoever_packed_them(name):
    with opened(fixture_file("moodle", "zip-names", name)) as unpacked:
        assert names_in(unpacked.root) == RIGHT_NAMES


def test_names_in_an_old_code_page_are_guessed_and_said_so():
    with opened(fixture_file("moodle", "zip-names", "test_win8_cz.zip")) as unpacked:
        assert names_in(unpacked.root) == {"test.test", "testíček.txt", "Žluťoučký/Koníček.txt"}
        assert unpacked.guessed == ["testíček.txt", "Žluťoučký/Koníček.txt"]


def test_junk_is_passed_over_and_said_so():
    with opened(fixture_file("moodle", "zip-names", "test_thumbsdb.zip")) as unpacked:
        assert unpacked.junk == ["Thumbs.db"]


def test_a_locked_archive_is_refused():
    assert "password" in refusal_of(fixture_file("moodle", "zip-names", "passwordis1.zip"))


@pytest.mark.parametrize("name", ["../out", "a/../../out", "/etc/out", "..\\out", "C:\\out", "a/\x01"])
def test_names_that_lead_out_are_refused(tmp_path, name):
    assert "holds a file" in refusal_of(zipped(tmp_path, (name, b"x")))


@pytest.mark.parametrize("name", ["../out", "/etc/out", "a/../../out"])
def test_names_in_a_tar_that_lead_out_are_refused(tmp_path, name):
    assert "holds a file" in refusal_of(tarred(tmp_path, (tarfile.TarInfo(name), b"x")))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_in_a_tar_are_refused(tmp_path, kind):
    assert "link or a device" in refusal_of(tarred(tmp_path, (link("inside", kind), b"")))


def test_a_link_in_a_zip_is_refused(tmp_path):
    info = zipfile.ZipInfo("inside")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "link or a device" in refusal_of(zipped(tmp_path, (info, b"/etc/passwd")))


def test_a_bomb_is_refused(tmp_path):
    assert "suspiciously" in refusal_of(zipped(tmp_path, ("zeros", bytes(8_000_000))))
    assert "suspiciously" in refusal_of(tarred(tmp_path, (tarfile.TarInfo("zeros"), bytes(8_000_000))))


def test_a_tar_heading_that_would_fill_the_memory_is_refused(tmp_path):
    heading = tarfile.TarInfo("pax")
    heading.type, heading.size = tarfile.XHDTYPE, 200_000_000
    path = tmp_path / "heading.tar.gz"
    with gzip.open(path, "wb") as stream:
        stream.write(heading.tobuf() + bytes(4096))
    assert "heading" in refusal_of(path)


def test_too_many_too_deep_too_much_are_refused(tmp_path):
    members = [(f"f{number}", bytes([number] * 10)) for number in range(6)]
    assert "more than 5 files" in refusal_of(zipped(tmp_path, *members), Limits(members=5))
    assert "2 deep" in refusal_of(zipped(tmp_path, ("a/b/c", b"")), Limits(depth=2))
    assert "unpacks to more" in refusal_of(zipped(tmp_path, *members), Limits(total=20))
    assert "larger than" in refusal_of(zipped(tmp_path, *members), Limits(archive=20))


def test_unusual_packing_and_broken_letters_are_refused(tmp_path):
    info = zipfile.ZipInfo("inside")
    info.compress_type = zipfile.ZIP_LZMA
    assert "unusual" in refusal_of(zipped(tmp_path, (info, b"x" * 100)))
    assert "broken letters" in refusal_of(tarred(tmp_path, (tarfile.TarInfo("a\udcff"), b"x")))


def test_a_name_that_comes_twice_is_refused(tmp_path):
    assert "twice" in refusal_of(zipped(tmp_path, ("Readme", b"1"), ("README", b"2")))


def test_a_damaged_archive_is_refused(tmp_path):
    whole = zipped(tmp_path, ("text", b"some text that is long enough" * 20)).read_bytes()
    broken = tmp_path / "broken.zip"
    broken.write_bytes(whole[:40] + b"\x00\x00" + whole[42:])
    assert "damaged" in refusal_of(broken)
    broken.write_bytes(gzip.compress(b"no tar at all" * 100)[:60])
    assert "damaged" in refusal_of(broken)
    broken.write_bytes(b"%PDF-1.4")
    assert "neither" in refusal_of(broken)


def test_a_tar_is_read_whole_and_removed_in_the_end(tmp_path):
    sizes = [0, 1, 511, 512, 513, 70_000]
    members = [(tarfile.TarInfo(f"d/{size}"), bytes(number % 251 for number in range(size))) for size in sizes]
    with opened(tarred(tmp_path, *members)) as unpacked:
        assert {int(path.name): path.stat().st_size for path in (unpacked.root / "d").iterdir()} == dict(
            zip(sizes, sizes, strict=True)
        )
        root = unpacked.root
    assert not root.exists()
