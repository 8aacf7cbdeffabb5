"""The policy in a page's head: made from the very bytes of the page, and from nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from yeje import policy

PAGE = """<!doctype html>
<html>
  <head>
    <meta charset="utf-8">
    <title>A page</title>{head}
  </head>
  <body>{body}</body>
</html>
"""


def page(body: str = "", head: str = "") -> str:
    return PAGE.format(head=head, body=body)


def source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def directives(html: str) -> dict[str, list[str]]:
    (content,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    return {name: sources for name, *sources in map(str.split, content.split(";"))}


def test_a_page_may_load_files_of_the_site_and_nothing_else() -> None:
    found = directives(policy.with_policy(page()))
    assert found.pop("default-src") == ["'none'"]
    assert found.pop("base-uri") == ["'none'"]
    assert found.pop("img-src") == ["'self'", "data:"]
    assert set(map(tuple, found.values())) == {("'self'",)}
    assert found.keys() >= {"script-src", "style-src", "font-src", "connect-src", "worker-src"}


def test_the_policy_stands_before_everything_that_it_holds_for() -> None:
    html = policy.with_policy(page(head="<style>a{}</style>"))
    assert html.index("charset") < html.index("Content-Security-Policy") < html.index("<title>")
    bare = policy.with_policy("<head><script>1</script></head>")
    assert bare.index("Content-Security-Policy") < bare.index("<script>")


def test_inline_scripts_and_styles_are_allowed_by_the_hash_of_their_bytes() -> None:
    script, style = "\n  let 층 = '<p>' // &amp;\n", "a > b { color: red }"
    found = directives(policy.with_policy(page(f"<script>{script}</script><style>{style}</style>")))
    assert found["script-src"] == ["'self'", source(script)]
    assert found["style-src"] == ["'self'", source(style)]


def test_a_changed_letter_is_another_hash() -> None:
    one, other = (directives(policy.with_policy(page(f"<script>{n}</script>"))) for n in (1, 2))
    assert one["script-src"] != other["script-src"]


@pytest.mark.parametrize(
    "kind", ["", ' type="module"', " type='text/javascript'", " async", ' data-src="x"', ' data-type="x"']
)
def test_every_kind_of_inline_script_that_browsers_run_has_its_hash(kind: str) -> None:
    found = directives(policy.with_policy(page(f"<script{kind}>run()</script>")))
    assert found["script-src"] == ["'self'", source("run()")]


@pytest.mark.parametrize(
    "element",
    [
        '<script src="x.js"></script>',
        '<script id="__config" type="application/json">{}</script>',
        "<SCRIPT defer src=x.js></SCRIPT>",
    ],
)
def test_files_and_data_need_no_hash(element: str) -> None:
    assert directives(policy.with_policy(page(element)))["script-src"] == ["'self'"]


def test_the_same_script_twice_is_one_hash() -> None:
    found = directives(policy.with_policy(page("<script>a</script><script>a</script>")))
    assert len(found["script-src"]) == 2


def test_a_browser_sees_line_ends_as_one_character() -> None:
    found = directives(policy.with_policy(page("<script>a\r\nb\rc</script>")))
    assert found["script-src"][1] == source("a\nb\nc")


def test_hosts_of_others_may_show_scripts_styles_and_frames() -> None:
    found = directives(policy.with_policy(page(), ["https://giscus.app"]))
    for name in ("script-src", "style-src", "frame-src"):
        assert found[name][-1] == "https://giscus.app"
    assert "https://giscus.app" not in found["connect-src"] + found["img-src"]


def test_a_page_that_a_server_still_changes_may_run_what_is_inline() -> None:
    found = directives(policy.with_policy(page("<script>a</script>"), changes_later=True))
    assert found["script-src"] == ["'self'", "'unsafe-inline'"]  # a hash beside it would switch it off
    assert found["default-src"] == ["'none'"]


def test_a_second_time_changes_nothing() -> None:
    once = policy.with_policy(page("<script>a</script>"))
    assert policy.with_policy(once) == once
    assert policy.with_policy(once.replace(">a<", ">b<")) == policy.with_policy(page("<script>b</script>"))


def test_what_is_no_page_is_left_alone() -> None:
    assert policy.with_policy("<p>a</p>") == "<p>a</p>"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p class="a" style="color: red">', ['style="color: red"']),
        ("<p style=color:red>", ["style=color:red"]),
        ('<a title="1 > 0" onclick="go()">', ['onclick="go()"']),
        ('<p title="say style=&quot;x&quot; or style=x">', []),
        ("<p>write style=x or onclick=y</p>", []),
        ("<pre>&lt;p style=x&gt;</pre>", []),
        ("<script>'<p style=x>'</script>", []),
        ("<!-- <p style=x> -->", []),
        ('<p data-style="x" data-onclick="y">', []),
    ],
)
def test_attributes_that_no_hash_can_allow_are_found(html: str, found: list[str]) -> None:
    assert policy.forbidden(page(html)) == found


def test_every_page_of_a_folder_gets_its_policy_and_what_cannot_work_its_message(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text(page('<p style="color: red">빨강</p>'), encoding="utf-8")
    (tmp_path / "404.html").write_text(page('<p onclick="x()">'), encoding="utf-8")
    (tmp_path / "piece.html").write_text("<p>", encoding="utf-8")
    problems = policy.write(tmp_path, {"a/index.html": "docs/a.md"}, {}, False)
    assert list(map(str, problems)) == [
        '404.html: onclick="x()" does nothing: the policy of the pages forbids it; write a script file',
        'docs/a.md: style="color: red" does nothing: the policy of the pages forbids it; '
        "give it a class of yeje.css",
    ]
    assert directives((tmp_path / "a" / "index.html").read_text(encoding="utf-8"))
    assert (tmp_path / "piece.html").read_text(encoding="utf-8") == "<p>"


def test_hosts_are_only_on_pages_that_need_them(tmp_path: Path) -> None:
    for name, body in (("a.html", '<div class="giscus">'), ("b.html", "")):
        (tmp_path / name).write_text(page(body), encoding="utf-8")
    policy.write(tmp_path, {}, {"https://giscus.app": 'class="giscus"'}, False)
    assert "giscus.app" in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "giscus.app" not in (tmp_path / "b.html").read_text(encoding="utf-8")
