import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtc.search.folding import fold_word
from rmtc.search.stemming import STEMMERS, chain_of, shape, stem, stems

REGIONAL = [
    "izbeglica izbjeglica избеглица izbeglice izbjeglice избеглице izbeglicama izbjeglicama избеглицама izbeglicom",
    "zahtev zahtjev захтев zahteva zahtjevi захтевима",
    "dete dijete дете",
    "maloletnik maloljetnik малолетник maloletnici maloljetnici maloletnika",
    "smeštaj smještaj смештај smestaj smeštaja smještaju",
    "međunarodna medjunarodna medunarodna међународна međunarodni međunarodne međunarodnog",
    "svet svijet свет sveta svijeta",
    "prevod prijevod превод prevodi prijevoda",
    "bezbednost bezbjednost безбедност bezbednosti bezbjednosti",
    "raseljavanje raseljavanja расељавање",
    "migracija migracije миграције migracijama migracijom",
    "povratnik povratnici повратник povratnika povratnicima",
    "lokalni lokalna локални lokalnog lokalne",
    "opština opštine општина opštini opštinama",
    "reka rijeka река",
    "azil azila азил azilom",
    "mesto mjesto место mesta mjesta",
    "lečenje liječenje лечење lečenja",
    "čovek čovjek човек",
    "savet savjet савет saveta savjeta",
    "obaveštenje obavještenje обавештење obaveštenja",
    "žrtva žrtve жртва žrtvama",
    "trgovina trgovine трговина trgovinom trgovini",
    "zapošljavanje zapošljavanja запошљавање",
    "porodica porodice породица porodici",
    "izveštaj izvještaj извештај izveštaji izvještaja",
    "savetnik savjetnik саветник savetnici",
    "razlog razloga razlozi razlozima разлог",
    "predlog prijedlog предлог predloga predlozi",
    "mali malog малих malima",
    "reč riječ реч",
]
DIFFERENT = [
    "azil azot",
    "pravo pravac",
    "opština opasnost",
    "migracija migrena",
    "savet svet",
    "reka rekord",
    "povratnik povreda",
]


@pytest.mark.parametrize("group", REGIONAL)
def test_scripts_yats_and_cases_of_a_word_meet(group: str) -> None:
    assert len({stem(fold_word(word), "sr") for word in group.split()}) == 1


@pytest.mark.parametrize("pair", DIFFERENT)
def test_other_words_stay_apart(pair: str) -> None:
    one, other = pair.split()
    assert stem(fold_word(one), "sr") != stem(fold_word(other), "sr")


@pytest.mark.parametrize(
    ("language", "group"),
    [
        ("mk", "бегалец бегалецот"),
        ("mk", "закон законот закони законите"),
        ("mk", "општина општината општини општините"),
        ("mk", "миграција миграцијата миграции миграциите"),
        ("sq", "refugjat refugjati refugjatë refugjatët refugjatëve"),
        ("sq", "komuna komunë komunës komunat komunave"),
        ("en", "refugee refugees"),
        ("en", "migration migrations migrate"),
    ],
)
def test_forms_meet_in_the_other_languages(language: str, group: str) -> None:
    assert len({stem(fold_word(word), chain_of(language)) for word in group.split()}) == 1


def test_language_tags_lead_to_a_chain() -> None:
    tags = ["sr-Cyrl", "sr_Latn", "bs", "hr-BA", "cnr", "", "xx", "en-GB", "sq", "mk"]
    assert [chain_of(tag) for tag in tags] == ["sr"] * 7 + ["en", "sq", "mk"]


def test_numbers_and_short_words_are_kept() -> None:
    assert stems("2017a") == ("2017a",)
    assert stems("iom") == ("iom",)
    assert set(STEMMERS) == {"sr", "sq", "mk", "en"}


@given(st.text(alphabet="abcdeijkmnoprstuvyz", min_size=1, max_size=9), st.sampled_from(sorted(STEMMERS)))
def test_no_chain_changes_the_shape_or_the_first_letter(word: str, chain: str) -> None:
    stemmed = stem(word, chain)
    assert shape(word).startswith(shape(stemmed))
    assert stemmed[0] == word[0]
