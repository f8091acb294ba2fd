import pytest

from rmtc import icons
from rmtc.rivers import HEIGHT, TONES, river

COURSES = ["Global and Regional Migration Governance", "Migration and Gender", "Migration and Development"]


def test_a_name_always_gives_the_same_river_and_another_name_another() -> None:
    assert river("Migration and Gender") == river("Migration and Gender")
    assert len({river(name).paths for name in COURSES}) == len(COURSES)


@pytest.mark.parametrize("name", [*COURSES, "", "Миграције и род"])
def test_a_river_stays_near_its_band(name: str) -> None:
    water = river(name)
    assert 0 <= water.tone < TONES
    starts = [int(path.split("C")[0].removeprefix("M0 ")) for path in water.paths]
    assert starts == sorted(starts)
    assert -HEIGHT < starts[0] < HEIGHT


@pytest.fixture
def _drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    for drawn in (icons.icon, icons.icon_sheet, icons.icon_of_sheet):
        drawn.cache_clear()
    monkeypatch.setattr(icons, "drawings", lambda: {"dash": [("path", {"d": 'M0 0"<'})]})
    yield
    for drawn in (icons.icon, icons.icon_sheet, icons.icon_of_sheet):
        drawn.cache_clear()


@pytest.mark.usefixtures("_drawings")
def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in icons.icon("dash")
    labelled = icons.icon("dash", 'Taught "here"')
    assert 'role="img" aria-label="Taught &#34;here&#34;"' in labelled
    assert "aria-hidden" not in labelled
    assert 'd="M0 0&#34;&lt;"' in labelled


@pytest.mark.usefixtures("_drawings")
def test_an_icon_nobody_drew_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        icons.icon("dsah")


def test_without_packages_pages_have_no_icons(monkeypatch: pytest.MonkeyPatch) -> None:
    for drawn in (icons.icon, icons.icon_sheet, icons.icon_of_sheet):
        drawn.cache_clear()
    monkeypatch.setattr(icons, "drawings", lambda: None)
    assert icons.icon("menu") == ""
    for drawn in (icons.icon, icons.icon_sheet, icons.icon_of_sheet):
        drawn.cache_clear()


@pytest.mark.usefixtures("_drawings")
def test_icons_drawn_often_are_kept_once_in_a_page() -> None:
    sheet = icons.icon_sheet("dash", "dash")
    assert sheet.count("<symbol") == 1 and 'id="icon-dash"' in sheet and 'd="M0 0&#34;&lt;"' in sheet
    assert icons.icon_of_sheet("dash") == '<svg class="icon"><use href="#icon-dash"/></svg>'
    assert 'role="img" aria-label="Up &amp; away"' in icons.icon_of_sheet("dash", "Up & away")
