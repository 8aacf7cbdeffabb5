"""The error dictionary and the silent mistakes: every entry is whole, and says what Keras says."""

from __future__ import annotations

import re
import runpy
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest

from yeje.cells import parse
from yeje.model import Snippet

ROOT = Path(__file__).parent.parent
SNIPPETS = ROOT / "snippets"
INDEX = ROOT / "docs" / "errors.md"
ENTRY_PAGES = sorted((ROOT / "docs" / "errors").glob("*.md"))
SILENT = ROOT / "docs" / "silent.md"

HEADING = re.compile(r"^## .*\{#([\w-]+)\}$", re.MULTILINE)
ROW = re.compile(r"^\| \[(`+)(.+?)\1\]\(errors/(\w+\.md)#([\w-]+)\)", re.MULTILINE)
"""A row of the index: the message, a page, an anchor."""
ANCHOR = re.compile(r"\]\(((?:errors/)?\w+\.md)#([\w-]+)\)")


def broken(folder: str) -> list[str]:
    """Names of the programs that show a mistake."""
    names = (path.stem for path in (SNIPPETS / folder).glob("*.py"))
    return sorted(name for name in names if not name.endswith("_fixed"))


def parsed(folder: str, name: str) -> Snippet:
    path = SNIPPETS / folder / f"{name}.py"
    return parse(path.relative_to(ROOT).as_posix(), path.read_bytes())


def sections(*pages: Path) -> dict[str, tuple[str, str]]:
    """Anchor -> (page's name, text) of each entry."""
    found = {}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        places = [*HEADING.finditer(text)]
        ends = [*(place.start() for place in places[1:]), len(text)]
        for place, end in zip(places, ends, strict=True):
            assert place[1] not in found, f"two entries are called {place[1]}"
            found[place[1]] = (page.name, text[place.start() : end].split("\n## ")[0])
    return found


def index_rows() -> list[tuple[str, str, str]]:
    """(message, page, anchor) of each row of the index of messages."""
    text = INDEX.read_text(encoding="utf-8")
    return [(m[2].strip(), m[3], m[4]) for m in ROW.finditer(text)]


PROGRAMS = [(folder, name) for folder in ("errors", "silent") for name in broken(folder)]
ENTRIES = sections(*ENTRY_PAGES) | sections(SILENT)


# what needs no TensorFlow


def test_there_are_at_least_24_errors_and_6_silent_mistakes() -> None:
    assert len(broken("errors")) >= 24
    assert len(broken("silent")) >= 6


@pytest.mark.parametrize(("folder", "name"), PROGRAMS)
def test_a_broken_program_declares_its_error_and_has_a_mended_twin(folder: str, name: str) -> None:
    declared = parsed(folder, name).header.raises
    assert declared is not None
    kind, _, piece = (part.strip() for part in declared.partition(":"))
    assert kind.endswith("Error")
    assert piece
    if folder == "silent":
        assert kind == "AssertionError"
    assert parsed(folder, f"{name}_fixed").header.raises is None


@pytest.mark.parametrize(("folder", "name"), PROGRAMS)
def test_an_entry_shows_the_broken_program_and_then_the_mended_one(folder: str, name: str) -> None:
    _, text = ENTRIES[name.replace("_", "-")]
    embed = rf"^\[[^\]\n]+\]\((?:\.\./)+snippets/{folder}/{name}%s\.py\)$"
    shown = [re.search(embed % suffix, text, re.MULTILINE) for suffix in ("", "_fixed")]
    assert shown[0] is not None
    assert shown[1] is not None
    assert shown[0].start() < shown[1].start()


def test_every_entry_has_its_programs() -> None:
    assert set(ENTRIES) == {name.replace("_", "-") for _, name in PROGRAMS}


def test_the_index_of_messages_leads_to_every_entry_once() -> None:
    rows = index_rows()
    assert {(page, anchor) for _, page, anchor in rows} == {
        (page, anchor) for anchor, (page, _) in sections(*ENTRY_PAGES).items()
    }
    assert len(rows) == len(broken("errors"))


def test_every_anchor_of_the_index_exists() -> None:
    found = ANCHOR.findall(INDEX.read_text(encoding="utf-8"))
    assert len(found) > len(broken("errors"))
    for page, anchor in found:
        assert page == "keras3.md" or ENTRIES[anchor][0] == Path(page).name


@pytest.mark.parametrize(
    "words", ["Graph disconnected", "The list of inputs", "expects 2 input(s)", "input_1", "acc"]
)
def test_old_words_stand_in_the_index(words: str) -> None:
    assert words in INDEX.read_text(encoding="utf-8").partition("## 예전 말로 찾기")[2]


def test_only_the_last_cell_of_a_silent_mistake_asserts() -> None:
    for name in broken("silent"):
        for program in (name, f"{name}_fixed"):
            *others, last = parsed("silent", program).cells
            assert last.source.startswith("assert ")
            assert not any("assert " in cell.source for cell in others)
        fixed = parsed("silent", f"{name}_fixed")
        assert fixed.cells[-1].source == parsed("silent", name).cells[-1].source


# what Keras says today


Ran = tuple[dict[str, Any], BaseException | None]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Ran]]:
    """Runs `snippets/<name>.py`: its global names if it ended well, and what it raised."""
    import keras

    finished: dict[str, Ran] = {}

    def run_one(name: str) -> Ran:
        if name not in finished:
            keras.utils.clear_session()
            names: dict[str, Any] = {}
            error = None
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    names = runpy.run_path(str(SNIPPETS / f"{name}.py"), run_name="__main__")
                except Exception as raised:
                    error = raised
            finished[name] = names, error
        return finished[name]

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("empty"))
        yield run_one


@pytest.mark.tensorflow
@pytest.mark.parametrize(("message", "page", "anchor"), index_rows())
def test_the_index_quotes_what_keras_says(
    run: Callable[[str], Ran], message: str, page: str, anchor: str
) -> None:
    name = anchor.replace("-", "_")
    _, error = run(f"errors/{name}")
    assert message in str(error)


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", broken("silent"))
def test_the_mended_program_holds_what_the_silent_one_does_not(run: Callable[[str], Ran], name: str) -> None:
    assert isinstance(run(f"silent/{name}")[1], AssertionError)
    names, error = run(f"silent/{name}_fixed")
    assert error is None
    assert names


@pytest.mark.tensorflow
def test_a_list_of_losses_goes_to_dict_outputs_in_the_order_of_their_keys(
    run: Callable[[str], Ran],
) -> None:
    names, _ = run("silent/losses_by_key_fixed")
    model, samples, targets = names["model"], names["samples"], names["targets"]
    mended = {"pri_loss": 4.0, "dep_loss": 2.0, "loss": 6.0}
    assert names["results"] == mended
    model.compile(loss=["mse", "mae"])
    swapped = model.evaluate(samples, targets, verbose=0, return_dict=True)
    assert swapped == {"pri_loss": 2.0, "dep_loss": 4.0, "loss": 6.0}


@pytest.mark.tensorflow
def test_a_loss_alone_in_a_list_trains_the_first_output_only(run: Callable[[str], Ran]) -> None:
    names, _ = run("silent/loss_in_list_fixed")
    assert names["y1_changed"]
    assert names["y2_changed"]
    model, samples, targets = names["model"], names["samples"], names["targets"]
    kernels = [layer.get_weights()[0] for layer in model.layers[1:]]
    model.compile(loss=["mse"])
    with pytest.warns(UserWarning, match="Gradients do not exist"):
        model.fit(samples, [targets, targets], verbose=0)
    y1_kernel, y2_kernel = (layer.get_weights()[0] for layer in model.layers[1:])
    assert np.any(y1_kernel != kernels[0])
    assert np.array_equal(y2_kernel, kernels[1])


@pytest.mark.tensorflow
def test_evaluate_lists_all_losses_before_all_metrics(run: Callable[[str], Ran]) -> None:
    names, _ = run("silent/evaluate_order_fixed")
    model, samples, targets = names["model"], names["samples"], names["targets"]
    values = model.evaluate(samples, targets, verbose=0)
    assert values == [13.0, 4.0, 9.0, 2.0, 3.0]
    assert list(names["results"].values()) == [13.0, 4.0, 2.0, 9.0, 3.0]
    assert list(names["results"]) == sorted(names["results"])


@pytest.mark.tensorflow
def test_a_shared_layer_counts_once(run: Callable[[str], Ran]) -> None:
    import keras

    model = run("silent/shared_by_accident_fixed")[0]["model"]
    assert model.count_params() == 32
    left, right = model.inputs
    layer = model.get_layer("hidden_left")
    assert keras.Model([left, right], [layer(left), layer(right)]).count_params() == 16


@pytest.mark.tensorflow
def test_inputs_given_by_name_may_stand_in_any_order(run: Callable[[str], Ran]) -> None:
    names, _ = run("silent/swapped_inputs_fixed")
    given = {"cost": names["costs"], "price": names["prices"]}
    assert np.array_equal(names["model"].predict(given, verbose=0), names["profits"])
    assert names["profits"].tolist() == [[3.0], [5.0]]


@pytest.mark.tensorflow
def test_an_output_may_go_without_a_loss_but_not_without_its_key(run: Callable[[str], Ran]) -> None:
    names, _ = run("errors/loss_key_fixed")
    model, samples, targets = names["model"], names["samples"], names["targets"]
    model.compile(loss={"y1_output": "mse"})
    with pytest.raises(ValueError, match="in loss dict, but found"):
        model.fit(samples, [targets, targets], verbose=0)
    model.compile(loss={"y1_output": "mse", "y2_output": None})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # y2_output has no gradients
        model.fit(samples, [targets, targets], verbose=0)


@pytest.mark.tensorflow
def test_a_new_input_of_the_same_name_is_a_twin_before_it_is_disconnected(
    run: Callable[[str], Ran],
) -> None:
    import keras

    model = run("errors/disconnected_fixed")[0]["model"]
    twin = keras.Input((3,), name=model.layers[0].name)
    with pytest.raises(ValueError, match="is used 2 times in the model"):
        keras.Model(twin, model.outputs[0])


@pytest.mark.tensorflow
def test_a_disconnected_output_of_a_list_is_told_by_its_place(run: Callable[[str], Ran]) -> None:
    import keras

    names, _ = run("errors/forgotten_input_fixed")
    with pytest.raises(ValueError, match="Output with path `1` is not connected to `inputs`"):
        keras.Model(names["left"], [names["left"], names["outputs"]])


@pytest.mark.tensorflow
def test_inputs_without_names_take_a_list_but_no_dict(run: Callable[[str], Ran]) -> None:
    import keras

    left, right = keras.Input((3,)), keras.Input((2,))
    model = keras.Model([left, right], keras.layers.Concatenate()([left, right]))
    data = [np.ones((2, 3)), np.ones((2, 2))]
    assert model.predict(data, verbose=0).shape == (2, 5)
    for names in ([layer.name for layer in model.layers], [tensor.name for tensor in model.inputs]):
        with pytest.raises(ValueError, match=r"Missing data for input|doesn't match the expected"):
            model.predict(dict(zip(names, data, strict=False)), verbose=0)


@pytest.mark.tensorflow
def test_sequential_has_no_input_even_after_a_prediction(run: Callable[[str], Ran]) -> None:
    model = run("errors/sequential_input_fixed")[0]["model"]
    model.predict(np.ones((2, 3)), verbose=0)
    with pytest.raises(AttributeError, match="has never been called"):
        _ = model.input


@pytest.mark.tensorflow
def test_keras_only_prints_that_pydot_is_missing_where_notebook_magics_are_loaded(
    run: Callable[[str], Ran], capfd: pytest.CaptureFixture[str]
) -> None:
    import keras

    model = run("errors/save_extension_fixed")[0]["model"]
    notebook = mock.patch.dict("sys.modules", {"IPython.core.magics.namespace": mock.Mock()})
    with notebook, mock.patch("keras.src.utils.model_visualization.pydot", None):
        keras.utils.plot_model(model, "model.png")
    assert "You must install pydot" in capfd.readouterr().out
