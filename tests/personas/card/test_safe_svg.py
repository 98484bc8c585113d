import re

import pytest

from helpers.personas.card.safe_svg import safe_svg

ROOT = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
)


def picture(inside, attributes=""):
    return ROOT.format(attributes, inside)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p>x</p></foreignObject>",
        '<image xlink:href="https://example.com/a.png" />',
        '<use xlink:href="https://example.com/a.svg#x" />',
        '<use href="data:image/svg+xml;base64,AAAA" />',
        '<rect onload="alert(1)" style="background:url(https://example.com)" />',
        '<rect fill="url(https://example.com/#a)" />',
        '<a href="https://example.com"><rect /></a>',
        "<title>Avatar</title><desc>Created with a library</desc>",
        "<style>rect { fill: url(https://example.com) }</style>",
    ],
)
def test_what_acts_or_asks_for_anything_is_left_out(inside):
    made = safe_svg(picture(inside), "p-1")

    plain = made.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"script|alert|http|data:|style|onload|title|desc|image|foreign", plain)


def test_ids_become_ones_own_wherever_they_are_named():
    inside = ('<defs><path id="a" d="M0,0" /><mask id="m"><use xlink:href="#a" /></mask></defs>'
              '<rect mask="url(#m)" /><use xlink:href="#a" />')  # fmt: skip

    made = safe_svg(picture(inside), "p-1")

    assert re.findall(r'id="([^"]+)"', made) == ["p-1-0", "p-1-1"]
    assert re.findall(r'href="#([^"]+)"', made) == ["p-1-0", "p-1-0"]
    assert 'mask="url(#p-1-1)"' in made


def test_an_id_that_stands_twice_stays_with_its_first_bearer():
    inside = '<path id="a" d="M1,1" /><path id="a" d="M2,2" /><use xlink:href="#a" />'

    made = safe_svg(picture(inside), "p-1")

    assert re.findall(r'<path[^>]*id="[^>]*>', made) == ['<path id="p-1-0" d="M1,1" />']


def test_an_id_to_which_nothing_points_is_left_out():
    assert "id=" not in safe_svg(picture('<path id="Skin" d="M1,1" />'), "p-1")


def test_a_name_that_is_not_in_the_picture_leads_nowhere():
    assert "href" not in safe_svg(picture('<use xlink:href="#elsewhere" />'), "p-1")


def test_measures_are_told_to_two_decimals_and_colours_stay():
    inside = '<path d="M-3.19744231e-14,160 L26.2274,-0.004" fill="#65C9FF" />'

    made = safe_svg(picture(inside), "p-1")

    assert 'd="M0,160 L26.23,0" fill="#65C9FF"' in made


def test_the_page_says_how_large_the_picture_is():
    made = safe_svg(picture("", 'width="264px" height="280px" viewBox="0 0 264 280"'), "p-1")

    assert 'viewBox="0 0 264 280"' in made
    assert "264px" not in made


def test_what_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="a picture begins with <svg>, not with <html>"):
        safe_svg("<html></html>", "p-1")
