import numpy as np
import pytest

from helpers.intake.quotes import open_quotes
from helpers.intake.text_table import no_rejects
from helpers.workspace import InputError


def look(content, start, length):
    rejects = no_rejects()
    found = open_quotes(content, np.array(start), np.array(length), ",", rejects, "x.csv")
    return found, dict(zip(rejects.lines, rejects.texts, strict=True))


def test_each_line_that_a_stray_quote_has_drawn_together_is_rejected_by_itself():
    content = b'a,b\n1,"x\n2,"y\n3,z\n'

    found, rejects = look(content, [2, 4], [2, 1])

    assert found == {2} and rejects == {2: '1,"x', 3: '2,"y'}


def test_a_well_quoted_row_of_several_lines_stands():
    assert look(b'a,b\n1,"x\ny"\n2,z\n', [2, 4], [2, 1]) == (set(), {})


def test_a_quote_that_is_open_at_the_end_is_refused_with_its_line():
    with pytest.raises(InputError, match="x.csv, line 3: a quote is opened there and open where"):
        look(b'a,b\n1,x\n2,"y\n', [2, 3], [1, 1])
