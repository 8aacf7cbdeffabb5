"""What the page on Keras 2 and Keras 3 claims of today, against what its programs do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from programs import Program, programs
from real import PROGRAMS, text_of

pytestmark = pytest.mark.tensorflow

ROW = re.compile(r"^\|(?P<then>[^|]+)\|(?P<now>[^|]+)\|(?P<example>[^|]+)\|$", re.MULTILINE)
HEADER = " 책(Keras 2)에서는 "
PROGRAM = re.compile(r"\]\(\.\./(snippets/[\w/]+\.py)#\w+\)")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Program]]:
    with programs(tmp_path_factory.mktemp("empty")) as run:
        yield run


def rows() -> list[re.Match[str]]:
    """The rows of the page's tables, without their heads."""
    return [
        row
        for row in ROW.finditer(text_of("keras3.md"))
        if row["then"] != HEADER and "---" not in row["then"]
    ]


def test_every_row_is_backed_by_a_program_that_ran() -> None:
    assert len(rows()) >= 20
    for row in rows():
        named = PROGRAM.findall(row["example"])
        assert named, row[0]
        assert set(named) <= set(PROGRAMS)
        assert not PROGRAM.search(row["then"]), "nothing that ran today says what was then"


def test_names_and_shapes_are_written_in_todays_way(program: Callable[[str], Program]) -> None:
    named = program("keras3/names")["named"]
    assert named.name == "functional"
    assert [layer.name for layer in named.layers] == ["input_layer", "dense", "dense_1"]
    assert named.layers[0].output.shape == (None, 3)
    printed: list[str] = []
    named.summary(print_fn=printed.append)
    assert "(None, 3)" in "\n".join(printed)
    assert "[(None, 3)]" not in "\n".join(printed)


def test_layers_have_no_output_shape_and_models_have_one(program: Callable[[str], Program]) -> None:
    ran = program("keras3/names")
    assert not hasattr(ran["hidden"], "output_shape")
    assert ran["hidden"].output.shape == (None, 4)
    assert ran["named"].output_shape == (None, 1)


def test_the_path_of_a_weight_names_its_layer(program: Callable[[str], Program]) -> None:
    hidden = program("keras3/names")["hidden"]
    assert [(w.name, w.path) for w in hidden.weights] == [("kernel", "dense/kernel"), ("bias", "dense/bias")]


def test_the_keras_in_tensorflow_is_the_same_keras() -> None:
    import keras
    import tensorflow as tf

    assert tf.keras.Model is keras.Model
    assert tf.keras.layers.Dense is keras.layers.Dense


def test_only_a_functional_model_draws_a_box_for_its_input(program: Callable[[str], Program]) -> None:
    ran = program("keras3/graphs")
    # The number in an automatic name depends on what else this process has built.
    assert re.sub(r"functional\w*", "functional", ran.printed).splitlines() == [
        "sequential: 2 boxes, 2 layers",
        "functional: 3 boxes, 3 layers",
        "show_layer_names: False",
    ]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "keras3/old_imports",
            [
                "ModuleNotFoundError: No module named 'keras.layers.merge'",
                "ImportError: cannot import name 'mean' from 'keras.backend'",
                "concatenate mean",
            ],
        ),
        (
            "keras3/old_arguments",
            [
                "ValueError: Expected `metrics` argument to be a list, tuple, or dict. "
                "Received instead: metrics=mae of type <class 'str'>",
                "ValueError: Argument(s) not recognized: {'lr': 0.01}",
                "adam",
            ],
        ),
        (
            "keras3/old_files",
            [
                "ValueError: Could not deserialize 'keras.metrics.mse' "
                "because it is not a KerasSaveable subclass",
                "ValueError: The filename must end in `.weights.h5`. Received: filepath=my_weights.h5",
                "4 mse",
            ],
        ),
    ],
)
def test_old_code_raises_what_the_page_shows_and_todays_code_works(
    program: Callable[[str], Program], name: str, lines: list[str]
) -> None:
    ran = program(name)
    assert ran.error is None
    assert ran.printed.splitlines() == lines


def test_an_h5_file_loads_without_its_compilation(program: Callable[[str], Program]) -> None:
    import keras

    small = program("keras3/old_files")["small"]
    loaded = keras.models.load_model("my_model.h5", compile=False)
    assert all(map(np.array_equal, loaded.get_weights(), small.get_weights()))
    loaded.compile(loss="mse")


def test_there_are_more_values_than_names_of_metrics(program: Callable[[str], Program]) -> None:
    ran = program("keras3/metrics_names")
    assert len(ran["values"]) == 5
    assert ran["two"].metrics_names == ["loss", "compile_metrics", "y1_output_loss", "y2_output_loss"]
    named = ran["two"].evaluate(ran["x"], ran["y"], verbose=0, return_dict=True)
    assert len(named) == 5
    assert "compile_metrics" not in named
