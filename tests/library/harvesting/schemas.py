"""The schemas of the protocol and its formats, as the fixtures hold them; nothing is fetched."""

from functools import cache

from lxml import etree

from tests.fixture_files import fixture_file

OAI = "http://www.openarchives.org/OAI/2.0/"
OAIRE = "http://namespace.openaire.eu/schema/oaire/"
XML_SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  targetNamespace="http://www.w3.org/XML/1998/namespace"><xs:attribute name="lang" type="xs:language"/></xs:schema>"""


PARTS = {
    OAI: ("OAI-PMH.xsd",),
    f"{OAI}oai_dc/": ("oai_dc.xsd",),
    f"{OAI}oai-identifier": ("oai-identifier.xsd",),
    OAIRE: ("oaire", "4.0", "openaire.xsd"),
}


class _Here(etree.Resolver):
    """Gives the schema of xml:lang, which the others name by its address on the web."""

    def resolve(self, url, _public_id, context):
        return self.resolve_string(XML_SCHEMA, context) if url.endswith("xml.xsd") else None


@cache
def schema(*without: str) -> etree.XMLSchema:
    """All schemas together but those of some namespaces: two formats bring a Dublin Core of their own."""
    imports = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{fixture_file("library", "schemas", *parts).as_uri()}"/>'
        for namespace, parts in PARTS.items()
        if namespace not in without
    )
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Here())
    whole = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(whole, parser))


def check_answer(content: bytes) -> etree._Element:
    """Refuse an answer that the schemas refuse."""
    root = etree.fromstring(content)
    schema(f"{OAI}oai_dc/" if root.find(f".//{{{OAIRE}}}resource") is not None else OAIRE).assertValid(root)
    return root
