import io
from contextlib import contextmanager

import pytest

from helpers.intake.proposing.encodings import encoding_claim, frequent_characters, plausibility

SIMPLIFIED = "订单编号,客户姓名,城市\n1,梁娟,北京\n2,周超,青岛\n3,欧阳雪,呼和浩特\n"
TRADITIONAL = "訂單編號,客戶姓名,地址\n1,陳怡君,臺北市信義區松高路\n2,林志明,高雄市前鎮區中山二路\n"
FRENCH = "nom,ville,prix\nRené,Orléans,12 €\nFrançois,Besançon,3\nHélène,Sète,4\nZoë,Nîmes,5\n"


def claim_of(content):
    @contextmanager
    def opened():
        yield io.BytesIO(content)

    return encoding_claim(opened)


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "utf-8", "utf-8"),
        (FRENCH, "cp1252", "cp1252"),
        (FRENCH, "utf-8", "utf-8"),
        (FRENCH, "utf-16-le", "utf-16-le"),
        ("a,b\n1,2\n", "ascii", "utf-8"),
    ],
)
def test_an_encoding_is_found_and_decodes_the_text(text, encoding, declared):
    content = text.encode(encoding)

    claim = claim_of(content)

    assert claim.value == declared
    assert content.decode(claim.value).removeprefix("\ufeff") == text


def test_the_evidence_counts_the_characters_of_the_whole_file():
    assert claim_of("名,n\n李,1\n".encode()).evidence == (
        "2 characters beyond ASCII, the whole file is valid UTF-8"
    )


def test_a_mark_at_the_beginning_decides():
    assert claim_of(SIMPLIFIED.encode("utf-8-sig")).evidence == (
        "it begins with the mark of this encoding"
    )


def test_a_wrong_byte_beyond_the_first_megabyte_is_seen():
    content = b"a,b\n" + b"x,y\n" * 400_000 + "Zoë,é\n".encode("cp1252")

    claim = claim_of(content)

    assert claim.value == "cp1252"
    assert claim.evidence.startswith("not UTF-8 (line 400002)")


def test_utf_8_with_a_damaged_byte_is_asked_with_its_line():
    content = (SIMPLIFIED * 3).encode()
    at = content.index("青".encode())

    claim = claim_of(content[:at] + b"\xff" + content[at:])

    assert claim.is_open and claim.suggestion == "utf-8"
    assert "first in line 3: mend it" in claim.question


def test_what_no_encoding_explains_is_asked():
    content = b"\x81\x8d\x8f" * 5 + b"\xff"

    claim = claim_of(content)

    assert claim.is_open


def test_chinese_read_in_the_wrong_encoding_is_implausible():
    right = SIMPLIFIED.encode("gb18030")

    assert plausibility(right.decode("gb18030"), "gb18030") > 0.7
    assert plausibility(right.decode("cp1252", errors="ignore"), "cp1252") < 0.2
    assert plausibility(right.decode("big5", errors="ignore"), "big5") < 0.2


def test_the_frequent_characters_are_chinese_and_many():
    assert len(frequent_characters()) > 800
    assert {"的", "订", "單"} <= frequent_characters()
