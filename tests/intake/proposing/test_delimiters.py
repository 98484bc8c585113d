import pytest

from helpers.intake.proposing.delimiters import delimiter_claim, find_header


def known(cell):
    return cell in ("email", "price")


@pytest.mark.parametrize(
    ("sample", "sign", "evidence"),
    [
        ("a,b,c\n1,2,3\n", ",", "comma: 3 cells in 2 of 2 rows tried"),
        ("a;b\n1,5;2,5\n3,1;4\n", ";", "semicolon: 2 cells in 3 of 3 rows tried"),
        ("a\tb\nx, y\tz\n", "\t", "tab: 2 cells in 2 of 2 rows tried"),
        ("a|b\n1|2\n", "|", "bar: 2 cells in 2 of 2 rows tried"),
        ('a,b\n"x;y;z",2\n', ",", "comma: 2 cells in 2 of 2 rows tried"),
    ],
)
def test_the_sign_that_gives_all_rows_the_same_number_of_cells_parts_them(sample, sign, evidence):
    claim = delimiter_claim(sample)

    assert (claim.value, claim.evidence) == (sign, evidence)


def test_rows_of_many_lengths_are_asked():
    claim = delimiter_claim("a,b\n1,2,3\n1\n1,2,3,4\n")

    assert claim.is_open


def test_two_signs_that_part_equally_well_are_asked_for():
    claim = delimiter_claim("a;b,c\n1;2,3\n")

    assert claim.is_open
    assert "comma or semicolon" in claim.question or "semicolon or comma" in claim.question


def test_cells_parted_by_spaces_are_no_table_that_is_read():
    claim = delimiter_claim("00004 0001 19970101  2   29.33\n00004 0001 19970118  2   29.73\n")

    assert claim.is_open
    assert "parted by spaces (5 in 2 of 2 lines): save it with commas" in claim.question


def test_one_column_has_no_delimiter_to_be_found():
    claim = delimiter_claim("email\na@example.org\n")

    assert (claim.value, claim.evidence) == (",", "one column")


def test_a_header_stands_in_the_first_row_that_fills_as_many_cells_as_the_others():
    rows = [["Report", "", ""], ["# Start date: 20260501", "", ""], ["who", "email", "n"],
            ["A", "a@example.org", "1"], ["B", "", "2"]]  # fmt: skip

    header = find_header(rows, known)

    assert (header.cells, header.above) == (["who", "email", "n"], 2)


def test_a_header_without_usual_words_is_believed_above_cells_of_another_kind():
    header = find_header([["alpha", "beta"], ["x", "1"], ["y", "2"]], known)

    assert header.cells == ["alpha", "beta"]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([["Anna Smith", "London"], ["Bert Jones", "Leeds"]], "nothing tells whether its first"),
        ([["1001", "anna@example.org"], ["1002", "b@example.org"]], "its first row holds values"),
        ([["email", "email"], ["a", "b"]], "its first row holds values, or a name twice"),
        ([], "it holds no rows"),
    ],
)
def test_a_persons_record_is_never_taken_for_a_header(rows, why):
    header = find_header(rows, known)

    assert header.cells == []
    assert header.why.startswith(why)
