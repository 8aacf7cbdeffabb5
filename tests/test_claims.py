"""The chapter's claims, against the very models that its programs build."""

from __future__ import annotations

import contextlib
import io
import runpy
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.tensorflow

SNIPPETS = Path(__file__).parent.parent / "snippets"

CNN_LAYERS = [
    "Conv2D",
    "MaxPooling2D",
    "Conv2D",
    "MaxPooling2D",
    "Flatten",
    "Dense",
    "Dropout",
    "Dense",
]
BRANCHED_EDGES = {
    ("input_layer", "Layer_1"),
    ("Layer_1", "Layer_2"),
    ("Layer_2", "y1_output"),
    ("Layer_2", "Branched_layer"),
    ("Branched_layer", "y2_output"),
}


@dataclass(frozen=True)
class Program:
    """A program that has run."""

    names: dict[str, Any]
    """Its global names at the end."""
    printed: str
    """Its standard output."""

    def __getitem__(self, name: str) -> Any:
        return self.names[name]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Program]]:
    """Runs `snippets/<name>.py` as Python would in an empty folder, each program once.

    Nothing is drawn: claims are about models, and other tests look at figures.
    """
    import keras
    import matplotlib.pyplot as plt

    finished: dict[str, Program] = {}

    def run(name: str) -> Program:
        if name not in finished:
            keras.utils.clear_session()
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                names = runpy.run_path(str(SNIPPETS / f"{name}.py"), run_name="__main__")
            finished[name] = Program(names, printed.getvalue())
        return finished[name]

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("empty"))
        patch.setattr(sys, "path", [str(SNIPPETS), *sys.path])
        patch.setenv("COLUMNS", "120")
        patch.setattr(keras.utils, "plot_model", lambda *args, **kwargs: None)
        patch.setattr(plt, "show", lambda: plt.close("all"))
        yield run


@pytest.fixture(scope="module")
def cnns(program: Callable[[str], Program]) -> tuple[Any, Any]:
    """The Sequential and the functional CNN."""
    return program("sequential_cnn")["sequential"], program("functional_cnn")["functional"]


def settings(layer: Any) -> dict[str, Any]:
    return {key: value for key, value in layer.get_config().items() if key != "name"}


def edges(model: Any) -> set[tuple[str, str]]:
    return {
        (source.name, target.name)
        for source in model.layers
        for target in model.layers
        if target.input is source.output
    }


# 1, 2, 3: the two CNNs are the same


def test_both_models_have_the_same_layers_with_the_same_settings(
    cnns: tuple[Any, Any],
) -> None:
    sequential, functional = cnns
    for ours, theirs in zip(sequential.layers, functional.layers[1:], strict=True):
        assert type(ours) is type(theirs)
        assert settings(ours) == settings(theirs)


def test_the_compared_models_are_those_of_the_two_programs(
    program: Callable[[str], Program], cnns: tuple[Any, Any]
) -> None:
    compared = program("same_model")
    for model, compared_model in zip(cnns, (compared["cnn_s"], compared["cnn_f"]), strict=True):
        assert type(model) is type(compared_model)
        assert [*map(settings, model.layers)][-8:] == [*map(settings, compared_model.layers)][-8:]


def test_both_models_have_333526_parameters(cnns: tuple[Any, Any]) -> None:
    for model in cnns:
        assert model.count_params() == 333_526
        counts = [layer.count_params() for layer in model.layers if layer.count_params()]
        assert counts == [320, 18_496, 313_700, 1_010]


def test_both_models_have_weights_of_the_same_shapes(cnns: tuple[Any, Any]) -> None:
    shapes = [[weight.shape for weight in model.get_weights()] for model in cnns]
    assert shapes[0] == shapes[1]
    assert shapes[0][0] == (3, 3, 1, 32)


def test_with_the_same_weights_the_outputs_differ_by_exactly_zero(cnns: tuple[Any, Any]) -> None:
    import keras

    sequential, functional = (keras.models.clone_model(model) for model in cnns)
    images = np.random.default_rng(7).random((4, 28, 28, 1), dtype="float32")
    expected = sequential.predict(images, verbose=0)
    assert np.abs(functional.predict(images, verbose=0) - expected).max() > 0
    functional.set_weights(sequential.get_weights())
    assert np.abs(functional.predict(images, verbose=0) - expected).max() == 0.0


def test_the_comparing_program_finds_no_difference(program: Callable[[str], Program]) -> None:
    compared = program("same_model")
    assert compared["difference"].shape == (5, 10)
    assert np.abs(compared["difference"]).max() == 0.0
    assert compared.printed.endswith("max difference: 0.0\n")


def test_the_same_seed_gives_both_models_the_same_initial_weights(cnns: tuple[Any, Any]) -> None:
    import keras

    def initial_weights(model: Any, seed: int) -> list[Any]:
        keras.utils.set_random_seed(seed)
        weights: list[Any] = keras.models.clone_model(model).get_weights()
        return weights

    sequential, functional = cnns
    start = initial_weights(sequential, seed=3)
    assert all(map(np.array_equal, start, initial_weights(functional, seed=3)))
    assert not all(map(np.array_equal, start, initial_weights(functional, seed=4)))


# 4, 5: what the CNN is made of, and what its summary says


def test_the_cnn_is_two_convolution_blocks_flatten_hidden_dropout_and_output(
    cnns: tuple[Any, Any],
) -> None:
    for model in cnns:
        layers = model.layers[-8:]
        assert [type(layer).__name__ for layer in layers] == CNN_LAYERS
        assert layers[3].output.shape == (None, 7, 7, 64)
        assert layers[4].output.shape == (None, 7 * 7 * 64) == (None, 3136)
        assert model.output_shape == (None, 10)


def test_only_the_functional_summary_has_a_row_for_the_input_layer(
    program: Callable[[str], Program], cnns: tuple[Any, Any]
) -> None:
    sequential, functional = cnns
    assert len(sequential.layers) == 8
    assert len(functional.layers) == 9
    assert "Total params: 333,526" in program("sequential_cnn").printed
    assert "InputLayer" not in program("sequential_cnn").printed
    assert "input_layer (InputLayer)" in program("functional_cnn").printed


# 6, 9, 10, 11: the branched network


def test_the_output_of_layer_2_has_two_consumers(program: Callable[[str], Program]) -> None:
    branched = program("branched")["branched"]
    assert {target for source, target in edges(branched) if source == "Layer_2"} == {
        "y1_output",
        "Branched_layer",
    }
    assert sorted(program("branched_edges")["consumers"]) == ["Branched_layer", "y1_output"]


@pytest.mark.parametrize(
    ("file", "model"),
    [
        ("branched", "branched"),
        ("branched_10", "branched_10"),
        ("branched_edges", "forked"),
        ("branched_predict", "two_outputs"),
        ("sequential_limits", "branched_model"),
        ("third_head", "two_heads"),
        ("gradients", "trunk_and_branch"),
    ],
)
def test_the_edges_are_those_of_the_drawing(program: Callable[[str], Program], file: str, model: str) -> None:
    assert edges(program(file)[model]) == BRANCHED_EDGES


def test_the_edges_that_the_program_reads_are_all_edges(program: Callable[[str], Program]) -> None:
    read = program("branched_edges")["edges"]
    assert set(read) == BRANCHED_EDGES
    assert len(read) == len(BRANCHED_EDGES)


def test_layer_2_feeds_y1_and_the_branch_in_a_forward_pass_by_hand(
    program: Callable[[str], Program],
) -> None:
    ran = program("branched_predict")
    assert np.abs(ran["y1_predicted"]).max() > 0.1
    assert np.abs(ran["y2_predicted"]).max() > 0.1
    assert np.abs(ran["y1_by_hand"] - ran["y1_predicted"]).max() < 1e-6
    assert np.abs(ran["y2_by_hand"] - ran["y2_predicted"]).max() < 1e-6
    assert "False" not in ran.printed


def test_the_forward_pass_by_hand_holds_with_biases_too(program: Callable[[str], Program]) -> None:
    import keras

    model = keras.models.clone_model(program("branched")["branched"])
    random = np.random.default_rng(11)
    model.set_weights([random.uniform(-0.5, 0.5, w.shape) for w in model.get_weights()])
    samples = random.random((6, 3), dtype="float32")

    def dense(x: Any, name: str) -> Any:
        kernel, bias = model.get_layer(name).get_weights()
        return x @ kernel + bias

    def relu(x: Any) -> Any:
        return np.maximum(x, 0)

    h2 = relu(dense(relu(dense(samples, "Layer_1")), "Layer_2"))
    y1, y2 = model.predict(samples, verbose=0)
    assert np.abs(dense(h2, "y1_output") - y1).max() < 1e-6
    assert np.abs(dense(relu(dense(h2, "Branched_layer")), "y2_output") - y2).max() < 1e-6


@pytest.mark.parametrize("rows", [1, 5])
def test_predict_returns_two_arrays_of_one_column(program: Callable[[str], Program], rows: int) -> None:
    predictions = program("branched_10")["branched_10"].predict(np.ones((rows, 3)), verbose=0)
    assert isinstance(predictions, list)
    assert [prediction.shape for prediction in predictions] == [(rows, 1), (rows, 1)]


# 7, 8: what Sequential can do and what it cannot


def test_sequential_builds_the_3_4_4_1_network_with_41_parameters(
    program: Callable[[str], Program],
) -> None:
    import keras

    toy_sequential, toy = program("toy_network")["toy_sequential"], program("toy_network")["toy"]
    assert isinstance(toy_sequential, keras.Sequential)
    assert not isinstance(toy, keras.Sequential)
    for model in (toy_sequential, toy):
        assert model.input_shape == (None, 3)
        assert [layer.units for layer in model.layers[-3:]] == [4, 4, 1]
        assert [layer.count_params() for layer in model.layers[-3:]] == [16, 20, 5]
        assert model.count_params() == 41


def test_a_branched_model_inside_a_sequential_gives_two_outputs(
    program: Callable[[str], Program],
) -> None:
    import keras

    branched = program("sequential_limits")["branched_model"]
    nested = keras.Sequential([keras.Input((3,)), branched])
    samples = np.random.default_rng(5).random((4, 3), dtype="float32")
    inside, alone = nested.predict(samples, verbose=0), branched.predict(samples, verbose=0)
    assert len(inside) == 2
    assert all(map(np.allclose, inside, alone))


def test_a_layer_behind_a_two_output_model_raises_in_a_sequential(
    program: Callable[[str], Program],
) -> None:
    import keras

    limits = program("sequential_limits")
    nested = keras.Sequential([keras.Input((3,)), limits["branched_model"]])
    with pytest.raises(ValueError, match=r"expects 1 input\(s\), but it received 2"):
        nested.add(keras.layers.Dense(1))
    shapes, error = limits.printed.splitlines()[:-1], limits.printed.splitlines()[-1]
    assert shapes == ["(None, 1)", "(None, 1)"]
    assert error.startswith("ValueError: ")
    assert "expects 1 input(s), but it received 2 input tensors." in error


# 12, 13, 14: one network for two tasks


@pytest.mark.parametrize(("units", "for_y1", "for_y2", "for_both"), [(10, 161, 271, 282), (4, 41, 61, 66)])
def test_one_branched_network_is_smaller_than_two_networks(
    program: Callable[[str], Program], units: int, for_y1: int, for_y2: int, for_both: int
) -> None:
    ran = program("two_networks")
    apart = [network.count_params() for network in ran["apart"](units)]
    assert apart == [for_y1, for_y2]
    assert ran["together"](units).count_params() == for_both
    assert f"{for_y1} + {for_y2} = {for_y1 + for_y2}" in ran.printed
    assert edges(ran["together"](units)) == BRANCHED_EDGES


def test_the_branched_network_has_66_parameters_as_drawn_and_282_as_coded(
    program: Callable[[str], Program],
) -> None:
    ran = program("branched_10")
    assert program("branched")["branched"].count_params() == 66 == ran["parameters"](4)
    assert ran["branched_10"].count_params() == 282 == ran["parameters"](10)


@pytest.mark.parametrize(
    ("loss", "unreached"),
    [("y1_gradients", {"Branched_layer", "y2_output"}), ("y2_gradients", {"y1_output"})],
)
def test_each_loss_reaches_its_own_layers_only(
    program: Callable[[str], Program], loss: str, unreached: set[str]
) -> None:
    gradients = program("gradients")[loss]
    assert set(gradients) == {target for _, target in BRANCHED_EDGES}
    assert {name for name, gradient in gradients.items() if gradient is None} == unreached


def test_a_third_head_adds_11_parameters_and_keeps_the_old_weights(
    program: Callable[[str], Program],
) -> None:
    two_heads, three_heads = (
        program("third_head")["two_heads"],
        program("third_head")["three_heads"],
    )
    assert edges(three_heads) - edges(two_heads) == {("Branched_layer", "y3_output")}
    assert three_heads.count_params() - two_heads.count_params() == 11
    assert len(two_heads.weights) == 10
    kept = {id(weight) for weight in three_heads.weights}
    assert all(id(weight) in kept for weight in two_heads.weights)


# 15, 16: defaults and short forms


def test_linear_is_the_default_activation(program: Callable[[str], Program]) -> None:
    unsaid = program("branched")["branched"].get_layer("y1_output")
    said = program("branched_10")["branched_10"].get_layer("y1_output")
    assert settings(unsaid)["activation"] == "linear" == settings(said)["activation"]
    assert program("linear_default").printed.splitlines()[0] == "linear"


def test_one_number_for_a_size_means_the_same_in_both_directions(
    program: Callable[[str], Program], cnns: tuple[Any, Any]
) -> None:
    for model in cnns:
        first, first_pool, second, second_pool = (settings(layer) for layer in model.layers[-8:-4])
        assert first["kernel_size"] == (3, 3) == second["kernel_size"]
        assert first_pool["pool_size"] == (2, 2) == second_pool["pool_size"]
    assert program("linear_default").printed.splitlines()[2:] == [
        "kernel_size: 3 -> (3, 3)",
        "kernel_size: (3, 3) -> (3, 3)",
        "pool_size: 2 -> (2, 2)",
        "pool_size: (2, 2) -> (2, 2)",
    ]
