"""Drawings: nothing dangerous, ids of their own, the page's colours."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET

import pytest

from yeje import svg

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(inner: str, attributes: str = 'viewBox="0 0 100 50"') -> str:
    return f"<svg {NS} {attributes}>{inner}</svg>"


def inline(inner: str, attributes: str = 'viewBox="0 0 100 50"') -> str:
    return svg.inline(drawing(inner, attributes), "p", "label")


HARMFUL = [
    "<script>alert(1)</script>",
    "<style>*{fill:red}</style>",
    "<foreignObject><b xmlns='http://www.w3.org/1999/xhtml'>alert(1)</b></foreignObject>",
    "<animate attributeName='href' values='javascript:alert(1)'/>",
    "<set attributeName='href' to='javascript:alert(1)'/>",
    "<a href='javascript:alert(1)'><text>x</text></a>",
    "<g onclick='alert(1)'/>",
    "<g onload='alert(1)'/>",
    "<g xlink:href='javascript:alert(1)'/>",
    "<use href='https://example.org/alert.svg#a'/>",
    "<use xlink:href='data:image/svg+xml;base64,alert'/>",
    "<image href='https://example.org/alert.png'/>",
    "<image href='data:image/svg+xml;base64,alert'/>",
    "<image xlink:href='javascript:alert(1)'/>",
    "<g style='background:url(https://example.org/alert)'/>",
    "<g style='fill:url(https://example.org/alert)'/>",
    "<g fill='url(javascript:alert)'/>",
    "<g fill='url(#a) url(https://alert)'/>",
    "<g fill='u\\72l(https://alert)'/>",
    "<g fill='image-set(alert)'/>",
    "<g font-family='x;background:url(alert)'/>",
    "<g clip-path='path(alert)'/>",
    "<g transform='alert(1)'/>",
    "<g filter='url(#alert)'/>",
    "<g class='alert'/>",
    "<g id='alert()'/>",
    "<title>alert</title><desc>alert</desc>",
    "<metadata><alert/></metadata>",
    "<svg><g id='alert'/></svg>",
    "<!-- alert -->",
    "<?alert ?>",
    "<g xmlns='http://www.w3.org/1999/xhtml' title='alert'/>",
    "<handler>alert</handler>",
    "<switch><g id='alert'/></switch>",
]


@pytest.mark.parametrize("inner", HARMFUL)
def test_what_could_do_harm_is_left_out(inner: str) -> None:
    clean = inline(f"<g>{inner}<path d='M0 0'/></g>")
    assert "alert" not in clean
    assert 'd="M0 0"' in clean  # the rest stays
    assert "alert" not in svg.alone(drawing(inner), "p", "label")


REFUSED = {
    "entities": f'<!DOCTYPE svg [<!ENTITY a "b">]>{drawing("&a;")}',
    "entities behind another type": f'<!DOCTYPE a><!DOCTYPE svg [<!ENTITY a "b">]>{drawing("&a;")}',
    "a cut doctype": f'<!DOCTYPE svg [<!ENTITY a "]>">]>{drawing("")}',
    "HTML": "<html><body/></html>",
    "an svg without a namespace": "<svg viewBox='0 0 1 1'/>",
    "text": "no SVG",
    "nothing": "",
    "something cut": drawing("")[:-3],
    "control characters": drawing("<text>\x02wzxhzdk:0\x03</text>"),
    "depth": drawing("<g>" * 5000 + "</g>" * 5000),
    "no size": drawing("", ""),
    "an endless size": drawing("", 'viewBox="0 0 1e999 1"'),
    "a size of words": drawing("", 'viewBox="a b c d" width="x" height="y"'),
    "no height": drawing("", 'viewBox="0 0 5 0"'),
}


@pytest.mark.parametrize("source", REFUSED.values(), ids=REFUSED)
def test_what_is_no_drawing_is_refused(source: str) -> None:
    with pytest.raises(svg.UnsafeSVGError):
        svg.inline(source, "p", "label")


def test_a_use_of_uses_cannot_multiply() -> None:
    bomb = "<path id='l0' d='M0 0'/>" + "".join(
        f"<g id='l{n}'><use href='#l{n - 1}'/><use href='#l{n - 1}'/></g>" for n in range(1, 30)
    )
    clean = ET.fromstring(inline(f"<defs>{bomb}</defs><use href='#l29'/>"))
    targets = {use.get("href") for use in clean.iter(f"{{{svg.SVG}}}use")}
    assert targets == {"#p-l0", None}


def test_ids_and_all_that_points_at_them_get_the_prefix() -> None:
    clean = inline(
        "<defs><clipPath id='c.1'><rect/></clipPath><path id='m'/><pattern id='h'/></defs>"
        "<g clip-path='url(#c.1)'><use xlink:href='#m'/><use href='#m'/></g>"
        """<path style="fill: url('#h'); stroke: black"/><path marker-end="url(#m)"/>"""
    )
    ids = set(re.findall(r' id="([^"]*)"', clean))
    assert ids == {"p-c.1", "p-m", "p-h"}
    assert set(re.findall(r'url\(#([^)]*)\)|href="#([^"]*)"', clean)) == {
        ("p-c.1", ""),
        ("p-h", ""),
        ("p-m", ""),
        ("", "p-m"),
    }


@pytest.mark.parametrize("black", ["black", "#000000", "#000", "rgb(0, 0, 0)"])
def test_black_becomes_the_text_colour(black: str) -> None:
    assert 'stroke="currentColor"' in inline(f"<path stroke='{black}'/>")
    assert 'stroke="currentColor"' in inline(f"<path style='stroke: {black}'/>")


@pytest.mark.parametrize("white", ["white", "#ffffff", "#FFF", "rgb(255, 255, 255)"])
def test_white_becomes_the_paper(white: str) -> None:
    clean = inline(f"<path style='fill: {white}; stroke: {white}'/>")
    assert 'class="yeje-paper yeje-paper-line"' in clean
    assert "white" not in clean.lower() and "fff" not in clean.lower()


@pytest.mark.parametrize("style", ["fill: red", "fill: none", "stroke: none; fill: blue"])
def test_white_that_a_style_takes_back_is_no_paper(style: str) -> None:
    clean = inline(f'<path fill="white" stroke="white" style="stroke: red; {style}" d="M0 0"/>')
    assert "yeje-paper" not in clean


def test_a_style_wins_over_an_attribute() -> None:
    clean = inline("<path fill='red' style='fill: blue'/><path fill='red' style='fill: white'/>")
    assert 'fill="blue"' in clean and "red" not in clean


def test_in_a_notebook_colours_stay_on_white_paper() -> None:
    clean = svg.alone(drawing("<path fill='black'/><text fill='white'>x</text>"), "p", "label")
    assert 'fill="black"' in clean and 'fill="white">x' in clean
    root = ET.fromstring(clean)
    assert root[0].attrib == {"x": "0", "y": "0", "width": "100", "height": "50", "fill": "white"}


def test_the_paper_of_a_notebook_is_as_large_as_the_drawing_is_seen() -> None:
    source = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="5 5 100 50"></svg>'
    papers = [
        ET.fromstring(svg.alone(source.format(*size), "p", ""))[0].attrib for size in ((400, 50), (10, 20))
    ]
    assert papers == [
        {"x": "-295", "y": "5", "width": "700", "height": "50", "fill": "white"},
        {"x": "5", "y": "-145", "width": "100", "height": "350", "fill": "white"},
    ]


def test_a_drawing_that_is_stretched_stays_so() -> None:
    assert 'preserveAspectRatio="none"' in inline("", 'viewBox="0 0 1 1" preserveAspectRatio="none"')


def test_the_font_shorthand_of_matplotlib_is_taken_apart() -> None:
    clean = inline(
        "<text style=\"font: italic 700 16px 'Yeje Sans', sans-serif; text-anchor: middle\">x</text>"
    )
    for attribute in (
        'font-style="italic"',
        'font-weight="700"',
        'font-size="16px"',
        "font-family=\"'Yeje Sans', sans-serif\"",
        'text-anchor="middle"',
    ):
        assert attribute in clean
    assert "style=" not in clean.replace("font-style=", "")


def test_blanks_that_graphviz_wants_kept_are_kept() -> None:
    assert 'xml:space="preserve"> (InputLayer)' in inline('<text xml:space="preserve"> (InputLayer)</text>')


def test_text_keeps_its_parts_in_order() -> None:
    root = ET.fromstring(inline("<text>a<tspan>b</tspan>c<script>d</script>e</text>"))
    assert "".join(root.itertext()) == "abc"


def test_the_label_is_the_text_alternative() -> None:
    clean = svg.inline(drawing(""), "p", 'a "b" <c> & d')
    root = ET.fromstring(clean)
    assert (root.get("role"), root.get("aria-label")) == ("img", 'a "b" <c> & d')


NODE = svg.Node('dense "1" <Dense>', {"data-layer": "p:1"})


def test_a_node_that_is_known_is_an_image_with_a_title_of_ours() -> None:
    inner = (
        "<g id='node1' class='node'><title>node1</title><text>a</text></g>"
        "<g id='edge1' fill='none'><title>node1&#45;&gt;node2</title><path d='M0 0'/></g>"
        "<g id='node2' fill='none'><title>node2</title><text>b</text></g>"
    )
    root = ET.fromstring(svg.inline(drawing(inner), "p", "label", {"node1": NODE}))
    assert (root.get("role"), root.get("aria-label")) == ("group", "label")
    node, edge, other = root
    assert node.attrib == {"id": "p-node1", "role": "img", "data-layer": "p:1"}
    assert [(part.tag.rpartition("}")[2], part.text) for part in node] == [
        ("title", 'dense "1" <Dense>'),
        ("text", "a"),
    ]
    assert edge.find(f"{{{svg.SVG}}}title") is None and other.attrib == {"fill": "none"}


def test_only_groups_are_nodes_and_the_title_inside_counts_for_its_own_group() -> None:
    inner = "<g><g><title>node1</title><path/></g></g><text>x<title>node1</title></text><title>node1</title>"
    root = ET.fromstring(svg.inline(drawing(inner), "p", "label", {"node1": NODE}))
    assert [element.get("data-layer") for element in root.iter() if element.get("data-layer")] == ["p:1"]
    assert root[0].get("role") == "img" and root[1].get("role") is None


@pytest.mark.parametrize(
    ("attributes", "width", "height", "step"),
    [
        ('viewBox="0 0 300 150"', "300", "150", "yeje-width-300"),
        ('width="300pt" height="150pt" viewBox="0 0 300 150"', "400", "200", "yeje-width-400"),
        ('width="310px" height="20"', "310", "20", "yeje-width-300"),
        ('width="20pt" height="30pt"', "27", "40", "yeje-width-0"),
        ('width="5cm" height="1in" viewBox="0 0 10 10"', "189", "96", "yeje-width-100"),
        ('width="100" viewBox="0 0 10 20"', "100", "200", "yeje-width-100"),
        ('height="100.5px" viewBox="0 0 20 10"', "201", "100", "yeje-width-200"),
        ('width="100%" height="auto" viewBox="0 0 20 10"', "20", "10", "yeje-width-0"),
        ('width=".3" height=".2"', "1", "1", "yeje-width-0"),
        ('width="0" height="-1" viewBox="0 0 20 10"', "20", "10", "yeje-width-0"),
        ('width="1e3" height="5.E2"', "1000", "500", "yeje-width-1000"),
        ('width="5CM" height="40Q" viewBox="0 0 1 1"', "189", "38", "yeje-width-100"),
        ('width="1e999" viewBox="0 0 20 10"', "20", "10", "yeje-width-0"),
        ('viewBox="0,0,5000,10"', "5000", "10", "yeje-width-1200 yeje-large"),
        ('viewBox="0 0 150 1600"', "150", "1600", "yeje-width-100"),
        ('width="150pt" height="1600pt" viewBox="0 0 150 1600"', "200", "2133", "yeje-width-200 yeje-large"),
    ],
)
def test_a_drawing_has_its_natural_size(attributes: str, width: str, height: str, step: str) -> None:
    root = ET.fromstring(inline("", attributes))
    assert (root.get("width"), root.get("height"), root.get("class")) == (width, height, step)


def test_matplotlib_drawings_lose_nothing_that_is_seen() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    with plt.rc_context({"svg.fonttype": "none"}):
        figure, (left, right) = plt.subplots(1, 2)
        left.bar([1, 2], [3, 4], hatch="//")
        left.plot([1, 2], "o--", label="line")
        left.legend()
        right.imshow([[1, 2], [3, 4]])
        target = io.BytesIO()
        figure.savefig(target, format="svg")
        plt.close(figure)
    source = target.getvalue().decode()
    before = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", source))
    after = ET.fromstring(svg.inline(source, "p", "label"))
    for kind in ("use", "text", "image", "clipPath", "pattern"):
        tag = f"{{{svg.SVG}}}{kind}"
        assert len(list(after.iter(tag))) == len(list(before.iter(tag))), kind
    ids = {e.get("id") for e in after.iter() if e.get("id")}
    pointed = set(re.findall(r'(?:url\(|href=")#([^)"]+)', ET.tostring(after, encoding="unicode")))
    assert pointed and pointed <= ids
    assert all(use.get("href") for use in after.iter(f"{{{svg.SVG}}}use"))
