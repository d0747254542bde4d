"""decode and repair: bytes of any encoding become text that an XML parser takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from support.fuzzing import tries

from monitor.text.charset import as_xml, decode, repair

fuzz = tries(100)
TEXT = "<t>Niñez y migración: «acuerdo» €</t>"


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
def test_a_mark_or_the_first_bytes_tell_the_encoding_against_any_header(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "text/xml; charset=iso-8859-1").removeprefix("\ufeff") == TEXT


def test_valid_utf8_is_utf8_whatever_header_and_declaration_say() -> None:
    declared = '<?xml version="1.0" encoding="iso-8859-1"?>' + TEXT
    assert decode(declared.encode(), "text/xml; charset=windows-1251") == declared


def test_the_declaration_counts_where_the_header_is_a_servers_default_else_the_header() -> None:
    declared = '<?xml version="1.0" encoding="windows-1251"?><t>Переговоры</t>'
    assert decode(declared.encode("cp1251"), "text/xml; charset=ISO-8859-1") == declared
    assert decode("<t>Переговоры</t>".encode("koi8-r"), "text/xml; charset=koi8-r") == "<t>Переговоры</t>"


def test_latin_1_means_windows_1252_and_so_does_an_unknown_label() -> None:
    for label in ("iso-8859-1", "us-ascii", "no-such-charset", "utf-7"):
        assert decode(TEXT.encode("cp1252"), f"text/xml; charset={label}") == TEXT


def test_gb2312_means_its_superset_and_seven_bit_encodings_are_read() -> None:
    assert decode("<t>镕基</t>".encode("gb18030"), "text/xml; charset=gb2312") == "<t>镕基</t>"
    assert decode("<t>会談</t>".encode("iso2022_jp"), "text/xml; charset=iso-2022-jp") == "<t>会談</t>"


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [("x-sjis", "cp932", "会談①"), ("windows-31j", "cp932", "会談①"), ("x-euc-jp", "euc_jp", "会談"), ("x-gbk", "gbk", "镕基"),
     ("ks_c_5601-1989", "cp949", "똠방각하"), ("euc-kr", "cp949", "똠방각하"), ("x-x-big5", "big5hkscs", "會談"), ("koi8", "koi8-r", "Переговоры"),
     ("x-cp1251", "cp1251", "Переговоры"), ("dos-874", "cp874", "การเจรจา"), ("iso-8859-8-i", "iso8859-8", "שלום"), ("iso-8859-9", "cp1254", "“ğ”"),
     ("x-mac-ukrainian", "mac-cyrillic", "Переговоры"), ("logical", "iso8859-8", "שלום"), ("cp437", "cp437", "é")],
)  # fmt: skip
def test_a_label_means_what_browsers_take_it_for(label: str, codec: str, text: str) -> None:
    body = f'<?xml version="1.0" encoding="{label}"?><t>{text}</t>'.encode(codec)
    assert decode(body, None).endswith(f"<t>{text}</t>")


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("shift_jis", "東京で会談がありました"),
        ("euc-jp", "東京で会談"),
        ("gb2312", "北京会谈"),
        ("big5", "台北會談"),
        ("euc-kr", "서울 회담"),
    ],
)
def test_a_character_cut_in_half_costs_itself_alone(label: str, text: str) -> None:
    whole = text.encode(label)
    body = f'<?xml version="1.0" encoding="{label}"?><t>'.encode() + whole + b"</t><s>" + whole[:-1] + b"</s>"
    assert f"<t>{text}</t><s>{text[:-1]}" in decode(body, None)
    assert decode(body, None).endswith("</s>")


def test_a_byte_that_the_declared_encoding_lacks_costs_itself_alone() -> None:
    body = '<?xml version="1.0" encoding="windows-1251"?><t>Переговоры'.encode("cp1251") + b"\x98</t>"
    assert decode(body, None).endswith("<t>Переговоры\ufffd</t>")


def test_a_circled_digit_is_read_in_the_seven_bit_and_the_eight_bit_japanese_encoding() -> None:
    assert decode("<t>会談①</t>".encode("euc_jis_2004"), "text/xml; charset=euc-jp") == "<t>会談①</t>"
    assert decode("<t>会談①</t>".encode("iso2022_jp_2004"), "text/xml; charset=iso-2022-jp") == "<t>会談①</t>"


def test_a_document_in_which_much_does_not_fit_is_not_read_in_the_encoding_that_it_declares() -> None:
    body = ('<?xml version="1.0" encoding="euc-kr"?><t>' + "Niñez, migración, acción. " * 20).encode("cp1252")
    assert "Niñez, migración, acción." in decode(body, None)


def test_a_few_broken_bytes_do_not_garble_a_document_in_utf8() -> None:
    body = ("<t>" + "año " * 100 + "</t>").encode().replace(b"<t>", b"<t>\xc3", 1)
    assert decode(body, None).count("año") == 100


@fuzz
@given(
    st.binary(max_size=200),
    st.sampled_from([None, "x; charset=utf-8", "x; charset=utf-16", "x; charset=\0", "x; charset=hex"]),
)
def test_any_bytes_become_text(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type), str)


@fuzz
@given(st.text(max_size=60))
def test_text_that_is_repaired_can_be_the_content_of_a_document(text: str) -> None:
    content = repair(f"<t>{text.replace('&', '').replace('<', '').replace(']]>', '')}</t>")
    assert etree.fromstring(as_xml(content)).tag == "t"


@pytest.mark.parametrize(
    ("broken", "repaired"),
    [("\ufeff \n<t/>", "<t/>"), ("a\x00b\x1f", "ab"), ("&#xD83D;&#xDE00;", "&#128512;"), ("&#0;", "\ufffd"), ("&#xD800;", "\ufffd"),
     ("&#99999999;", "\ufffd"), ("&#65;&#x42;", "&#65;&#x42;"), ("\x1b[31mred\x1b[0m", "red")],
)  # fmt: skip
def test_what_xml_forbids_is_taken_out_and_nothing_else(broken: str, repaired: str) -> None:
    assert repair(broken) == repaired


def test_a_document_says_that_it_is_utf8_whatever_it_said_before() -> None:
    document = as_xml('<?xml version="1.0" encoding="utf-16"?><t>ñ</t>')
    assert document.count(b"<?xml") == 1
    assert etree.fromstring(document).text == "ñ"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ['{"title": "Переговоры"}', "\n<t>Переговоры</t>"])
def test_two_bytes_a_character_are_told_by_the_first_two_characters(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "text/xml; charset=utf-8") == text


def test_a_document_called_utf8_without_one_whole_character_of_it_is_of_one_byte_a_character() -> None:
    declared = '<?xml version="1.0" encoding="utf-8"?><t>Málaga</t>'
    assert decode(declared.encode("cp1252"), None) == declared
    assert decode("<t>año Málaga".encode() + b"\xe1", None) == "<t>año Málaga\ufffd"


def test_blanks_around_a_label_do_no_harm() -> None:
    declared = '<?xml version="1.0" encoding=" windows-1251 "?><t>Переговоры</t>'
    assert decode(declared.encode("cp1251"), None) == declared
