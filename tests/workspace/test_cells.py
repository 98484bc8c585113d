from helpers.workspace.cells import Cell, Said

SHARE = Cell(0.4, "persona_facts", ("p-1", "q:a|b 100%?", "mean"), "value")


def test_an_address_keeps_its_parts_apart_whatever_they_hold():
    assert SHARE.address == "persona_facts|p-1|q:a%7Cb 100%25?|mean|value"


def test_a_sentence_knows_the_cells_of_the_sentences_and_lists_within_it():
    other = Cell(7, "personas", ("p-1",), "customers")
    inner = Said("a.inner", {"value": other})

    said = Said("a.whole", {"share": SHARE, "name": "Kim", "parts": [inner, "x"], "one": inner})

    assert said.cells() == [SHARE, other, other]
