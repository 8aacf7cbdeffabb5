"""Material's style sheets, lighter: only rules in use."""

from __future__ import annotations

from pathlib import Path

import material
import pytest

from yeje import theme_files
from yeje.theme_files import used_names, without_comments, without_unused

ASSETS = Path(material.__file__).parent / "templates" / "assets"


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".a{x:1}.b{x:2}", ".a{x:1}"),
        (".a,.b{x:1}", ".a{x:1}"),
        (".b .a,.a>p{x:1}", ".a>p{x:1}"),
        ("p{x:1}:root{--y:2}", "p{x:1}:root{--y:2}"),
        (":is(.a,.b) p,p:not(.b){x:1}", ":is(.a,.b) p,p:not(.b){x:1}"),
        ("@media screen{.b{x:1}}", ""),
        ("@media screen{.b{x:1}.a{x:2}}", "@media screen{.a{x:2}}"),
        ("@keyframes b{0%{x:1}to{x:2}}", "@keyframes b{0%{x:1}to{x:2}}"),
        ('@charset "utf-8";.b{x:1}', '@charset "utf-8";'),
        ('.a:before{content:"}.b{"}.b{x:1}', '.a:before{content:"}.b{"}'),
        ("[dir=ltr] .a,[dir=rtl] .a{x:1}", "[dir=ltr] .a{x:1}"),
        ("[data-md-color-primary=custom]{x:1}[data-md-color-primary=red]{x:2}",
         "[data-md-color-primary=custom]{x:1}"),
        ("[href$='.b']{x:1}", "[href$='.b']{x:1}"),
        (".a .tabbed-labels>:nth-child(2),.a .tabbed-content>:first-child{x:1}",
         ".a .tabbed-labels>label:nth-child(2),.a .tabbed-content>.tabbed-block:first-child{x:1}"),
        ("table:not([class])+*{x:1}", "table:not([class])+p{x:1}"),
    ],
)  # fmt: skip
def test_rules_go_that_need_a_class_or_setting_which_is_nowhere(css: str, kept: str) -> None:
    names = {"a", "dir=ltr", "data-md-color-primary=custom", "tabbed-labels", "tabbed-content"}
    assert without_unused(css, names) == kept


def test_classes_of_pages_and_words_of_scripts_are_in_use() -> None:
    page = '<body dir="ltr" data-md-color-scheme="slate"><p class="a b-c">'
    assert used_names([page], ['add("md-x")']) >= {
        "a",
        "b-c",
        "dir=ltr",
        "data-md-color-scheme=slate",
        "md-x",
    }
    assert {"js", "js-y"} <= used_names(['<script>\nroot.className = "js js-y"</script>'], [])


def test_with_every_name_in_use_material_style_sheet_keeps_every_rule() -> None:
    (sheet,) = ASSETS.glob("stylesheets/main.*.min.css")
    css = sheet.read_text(encoding="utf-8")
    names = set(theme_files.CLASS.findall(css)) | {"dir=ltr", "dir=rtl"}
    names |= {f"{name}={value}" for name, value in theme_files.ATTRIBUTE.findall(css)}
    assert without_unused(css, names).count("{") == css.count("{")


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("a {\n  x: 1; /* why\n  so */\n}\n\nb {\n}\n", "a {\nx: 1;\n}\nb {\n}"),
        ('a:before { content: "/* no comment */" }', 'a:before { content: "/* no comment */" }'),
    ],
)
def test_words_for_editors_stay_out_of_the_site(css: str, kept: str) -> None:
    assert without_comments(css) == kept


def test_a_site_is_lightened_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "assets" / "stylesheets").mkdir(parents=True)
    (tmp_path / "assets" / "javascripts").mkdir()
    sheet = tmp_path / "assets" / "stylesheets" / "main.1.min.css"
    sheet.write_text(".a{x:1}.b{x:2}.c{x:3}", encoding="utf-8")
    own = tmp_path / "assets" / "stylesheets" / "own.css"
    own.write_text("/* why */\n.b { x: 1 }\n", encoding="utf-8")
    (tmp_path / "assets" / "javascripts" / "own.js").write_text("toggle('c')", encoding="utf-8")
    (tmp_path / "index.html").write_text('<p class="a">', encoding="utf-8")
    theme_files.lighten(tmp_path)
    assert sheet.read_text(encoding="utf-8") == ".a{x:1}.c{x:3}"
    assert own.read_text(encoding="utf-8") == ".b { x: 1 }"
