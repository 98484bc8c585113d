"""Take over a picture made elsewhere: only what draws, nothing that acts or asks for anything."""

import re
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
DRAWS = frozenset(
    "svg g defs mask use path circle ellipse rect polygon polyline line clipPath filter feOffset "
    "feGaussianBlur feColorMatrix feMerge feMergeNode feBlend feFlood feComposite "
    "linearGradient stop".split()
)
SAYS = frozenset(
    "id d x y x1 y1 x2 y2 cx cy r rx ry dx dy width height points transform fill fill-opacity "
    "fill-rule clip-rule opacity stroke stroke-width stroke-linecap stroke-linejoin "
    "stroke-opacity mask clip-path filter viewBox in in2 result stdDeviation values type "
    "filterUnits offset stop-color stop-opacity mode operator flood-opacity".split()
)
MEASURES = frozenset("d x y x1 y1 x2 y2 cx cy r rx ry dx dy points transform".split())
LENGTHS = ("width", "height")
NUMBER = re.compile(r"-?\d*\.?\d+(?:[eE]-?\d+)?")
OWN_PLACE = re.compile(r"#(.+)|url\(#(.+)\)")


def safe_svg(svg: str, prefix: str) -> str:
    """Return a picture with known elements and attributes only, its ids made one's own.

    Parameters
    ----------
    svg : str
        A picture as some library makes it.
    prefix : str
        Begins each id, so that pictures on one page keep to their own parts.

    Returns
    -------
    str
        An ``svg`` element without title and size; measures to two decimals.

    Raises
    ------
    ValueError
        If the text is no picture.
    """
    root = ElementTree.fromstring(svg)
    if _name(root) != "svg":
        raise ValueError(f"a picture begins with <svg>, not with <{_name(root)}>")
    ids = {old: f"{prefix}-{number}" for number, old in enumerate(_needed(root))}
    made = _cleaned(root, ids)
    _drop_repeated_ids(made)
    for size in LENGTHS:
        made.attrib.pop(size, None)
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(made, encoding="unicode")


def _needed(root: ElementTree.Element) -> list[str]:
    """Return the ids that something in the picture points to, in their order."""
    values = [value for node in root.iter() for value in node.attrib.values()]
    found = [OWN_PLACE.fullmatch(value) for value in values]
    named = {match[1] or match[2] for match in found if match}
    return list(dict.fromkeys(node.get("id") for node in root.iter() if node.get("id") in named))


def _drop_repeated_ids(made: ElementTree.Element) -> None:
    """Leave an id to its first bearer, whom all that point there mean."""
    taken = set()
    for node in made.iter():
        own = node.get("id")
        if own in taken:
            del node.attrib["id"]
        taken |= {own} - {None}


def _name(node: ElementTree.Element) -> str:
    return node.tag.partition("}")[2] or node.tag


def _cleaned(node: ElementTree.Element, ids: dict[str, str]) -> ElementTree.Element:
    """Return a copy of an element and all below it, without anything that is not known."""
    made = ElementTree.Element(f"{{{SVG}}}{_name(node)}")
    for name, value in node.attrib.items():
        told = _attribute("href" if name == XLINK_HREF else name, value, ids)
        if told is not None:
            made.set("href" if name == XLINK_HREF else name, told)
    made.extend(_cleaned(child, ids) for child in node if _name(child) in DRAWS)
    return made


def _attribute(name: str, value: str, ids: dict[str, str]) -> str | None:
    """Return what an attribute may say; None where it may say nothing."""
    if name == "id":
        return ids.get(value)
    points = OWN_PLACE.fullmatch(value)
    if name == "href" or "url(" in value:
        target = ids.get((points[1] or points[2]) if points else "")
        return target and value.replace((points[1] or points[2]), target)
    if name not in SAYS:
        return None
    return NUMBER.sub(_short, value) if name in MEASURES else value


def _short(number: re.Match) -> str:
    """Return a measure to two decimals."""
    text = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
