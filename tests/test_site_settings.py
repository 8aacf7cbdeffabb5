"""The repository setting and what is derived from it."""

import pytest

from yeje.site import Giscus, Repository

IDS = {"repo_id": "R_1", "category": "Comments", "category_id": "DIC_1"}


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_an_empty_setting_is_no_repository(nothing: str | None) -> None:
    assert Repository.parse(nothing) is None


@pytest.mark.parametrize(
    "text",
    [
        "owner/some.name",
        " owner/some.name ",
        "https://github.com/owner/some.name",
        "https://github.com/owner/some.name/",
        "https://github.com/owner/some.name.git",
    ],
)
def test_short_form_and_address_mean_the_same_repository(text: str) -> None:
    assert Repository.parse(text) == Repository("owner", "some.name")


@pytest.mark.parametrize(
    "nonsense",
    [
        "owner",
        "owner/",
        "/name",
        "owner/name/tree/main",
        "owner/..",
        "-owner/name",
        "own er/name",
        "owner/name?tab=readme",
        "http://github.com/owner/name",
        "https://gitlab.com/owner/name",
        "git@github.com:owner/name.git",
        'owner/name"><script>',
    ],
)
def test_nonsense_names_the_file_the_setting_and_the_cure(nonsense: str) -> None:
    with pytest.raises(ValueError, match=r"^mkdocs\.yml: extra\.repository .* expected owner/name") as caught:
        Repository.parse(nonsense)
    assert repr(nonsense) in str(caught.value)


def test_every_address_belongs_to_the_repository() -> None:
    repository = Repository("owner", "name")
    assert repository.url == "https://github.com/owner/name"
    assert (
        repository.edit_url("docs/branched.md") == "https://github.com/owner/name/edit/main/docs/branched.md"
    )
    assert (
        repository.blob_url("snippets/branched.py")
        == "https://github.com/owner/name/blob/main/snippets/branched.py"
    )


def test_colab_opens_the_published_notebook_not_one_on_main() -> None:
    repository = Repository("owner", "name")
    colab = "https://colab.research.google.com/github/owner/name/blob"
    assert repository.colab_url("notebooks/branched.ipynb") == f"{colab}/gh-pages/notebooks/branched.ipynb"
    assert repository.colab_url("branched.ipynb", branch="notebooks") == f"{colab}/notebooks/branched.ipynb"


def test_names_that_mean_something_in_an_address_are_quoted() -> None:
    url = Repository("owner", "name").edit_url("docs/층 #1?.md")
    assert url == "https://github.com/owner/name/edit/main/docs/%EC%B8%B5%20%231%3F.md"


def test_comments_need_a_repository_and_ids() -> None:
    repository = Repository("owner", "name")
    assert Giscus.parse(IDS, repository) == Giscus(repository, **IDS)
    assert Giscus.parse(IDS, None) is None
    assert Giscus.parse({}, repository) is None
    assert Giscus.parse(None, repository) is None
    assert Giscus.parse(dict.fromkeys(IDS, ""), repository) is None


def test_half_configured_comments_say_what_is_missing() -> None:
    with pytest.raises(ValueError, match=r"^mkdocs\.yml: extra\.giscus lacks category, category_id"):
        Giscus.parse({"repo_id": "R_1", "category": None}, Repository("owner", "name"))
