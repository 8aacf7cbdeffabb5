"""What the page on layers as functions says, against what its programs build."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from graphs import caught_errors
from programs import Program, programs

pytestmark = pytest.mark.tensorflow

Run = Callable[[str], Program]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with programs(tmp_path_factory.mktemp("empty")) as program:
        yield program


def test_input_gives_a_symbolic_tensor_of_one_sample_s_shape_behind_none(run: Run) -> None:
    features = run("input_tensor")["features"]
    assert type(features).__name__ == "KerasTensor"
    assert features.shape == (None, 3)
    assert features.dtype == "float32"


def test_none_stands_before_whatever_shape_a_sample_has(run: Run) -> None:
    rows = [line.split("->") for line in run("input_tensor").printed.splitlines() if "->" in line]
    assert len(rows) == 4
    for sample, tensor in rows:
        assert ast.literal_eval(tensor.strip()) == (None, *ast.literal_eval(sample.strip()))


def test_the_name_given_to_input_is_the_input_layer_s_name(run: Run) -> None:
    (layer,) = run("input_tensor")["just_input"].layers
    assert type(layer).__name__ == "InputLayer"
    assert layer.name == "features"


def test_a_layer_turns_placeholders_into_placeholders_and_numbers_into_numbers(run: Run) -> None:
    ran = run("layer_function")
    assert type(ran["result"]).__name__ == "KerasTensor"
    assert type(ran["numbers"]).__name__ == "EagerTensor"
    assert ran["result"].shape == (None, 2)
    assert ran["numbers"].shape == (4, 2)


def test_the_model_and_the_layer_compute_the_same(run: Run) -> None:
    ran = run("layer_function")
    kernel, bias = ran["triple_to_pair"].get_weights()
    by_hand = ran["four_samples"] @ kernel + bias
    assert np.abs(by_hand).max() > 1
    assert np.allclose(ran["small_model"].predict(ran["four_samples"], verbose=0), by_hand)
    assert np.allclose(ran["numbers"], by_hand)
    assert "False" not in ran.printed


def test_each_line_s_shape_follows_from_the_one_before(run: Run) -> None:
    shapes = [layer.output.shape for layer in run("shape_by_line")["small_cnn"].layers]
    side = 28
    assert shapes[0] == (None, side, side, 1)
    assert shapes[1] == (None, side := side - 3 + 1, side, 8)
    assert shapes[2] == (None, side := side // 2, side, 8)
    assert shapes[3] == (None, side := side - 3 + 1, side, 16)
    assert shapes[4] == (None, side := side // 2, side, 16)
    assert shapes[5] == (None, side * side * 16) == (None, 400)
    assert shapes[6] == (None, 10)


def test_the_printed_shapes_are_the_model_s_although_one_name_held_them_all(run: Run) -> None:
    ran = run("shape_by_line")
    shapes = [str(layer.output.shape) for layer in ran["small_cnn"].layers]
    printed = ["(" + line.split("(", 1)[1] for line in ran.printed.splitlines()]
    assert printed[:7] == shapes == printed[-7:]


def test_a_layer_says_its_output_shape_without_having_weights(run: Run) -> None:
    from keras import layers

    convolution = layers.Conv2D(8, kernel_size=3)
    shape = convolution.compute_output_shape((None, 100, 50, 1))
    assert str(shape) == run("shape_by_line").printed.splitlines()[8]
    assert convolution.weights == []


def test_two_calls_give_two_tensors_and_one_set_of_weights(run: Run) -> None:
    ran = run("call_twice")
    assert ran.printed.splitlines()[0].endswith("False")
    assert ran["weights_after_first"] == ran["scorer"].count_params() == (3 + 1) * 4
    assert len(ran["scorer"].weights) == 2


def test_two_layers_have_two_sets_of_weights(run: Run) -> None:
    assert run("call_twice").printed.splitlines()[2].split() == ["parameters:", "32"]


def test_a_layer_called_on_its_own_output_is_no_cycle(run: Run) -> None:
    ran = run("call_twice")
    kernel, bias = ran["step"].get_weights()
    once = ran["samples"] @ kernel + bias
    twice = once @ kernel + bias
    assert ran["stepped_twice"].count_params() == 12
    assert not np.allclose(once, twice)
    assert np.allclose(ran["stepped_twice"].predict(ran["samples"], verbose=0), twice, rtol=1e-4)


def test_each_connection_that_is_no_graph_is_refused(run: Run) -> None:
    cycle, shape, rank, apart = caught_errors(run("graph_limits").printed)
    assert cycle == "NameError: name 'behind' is not defined"
    assert shape.startswith("ValueError") and "value 3" in shape and "(None, 5)" in shape
    assert rank.startswith("ValueError") and "min_ndim=4, found ndim=3" in rank
    assert apart.startswith("ValueError") and "not connected" in apart
