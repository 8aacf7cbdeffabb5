"""What the page on several inputs says, against what its programs build."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from graphs import caught_errors, edges
from programs import Program, programs

pytestmark = pytest.mark.tensorflow

Run = Callable[[str], Program]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with programs(tmp_path_factory.mktemp("empty")) as program:
        yield program


def test_two_ways_meet_at_concatenate(run: Run) -> None:
    model = run("two_inputs")["two_inputs"]
    assert {source for source, target in edges(model) if target == "joined"} == {"sides_layer", "material"}
    assert model.get_layer("joined").output.shape == (None, 8 + 2)
    assert [layer.name for layer in model.layers if "InputLayer" in type(layer).__name__] == [
        "sides",
        "material",
    ]


def test_joining_has_no_parameters_and_widens_the_next_layer(run: Run) -> None:
    model = run("two_inputs")["two_inputs"]
    assert model.get_layer("joined").count_params() == 0
    assert model.get_layer("joint_layer").count_params() == (10 + 1) * 8 == 88


def test_inputs_of_different_widths_cannot_be_swapped_unnoticed(run: Run) -> None:
    ran = run("two_inputs")
    with pytest.raises(Exception, match="incompatible"):
        ran["two_inputs"].predict([ran["some_material"], ran["some_sides"]], verbose=0)


def test_both_inputs_have_as_many_samples(run: Run) -> None:
    ran = run("two_inputs")
    with pytest.raises(ValueError, match="cardinality"):
        ran["two_inputs"].predict([ran["some_sides"], ran["some_material"][:4]], verbose=0)


def test_merging_layers_do_what_numpy_does(run: Run) -> None:
    from keras import layers

    ran = run("merging_layers")
    left, right, narrow = ran["left"], ran["right"], ran["narrow"]
    assert np.array_equal(layers.Concatenate()([left, narrow]), np.hstack([left, narrow]))
    for line in [
        *str(np.hstack([left, right])).splitlines(),
        *str(np.hstack([left, narrow])).splitlines(),
        *str(left + right).splitlines(),
        *str(left - right).splitlines(),
    ]:
        assert line in ran.printed.splitlines()


def test_shapes_that_do_not_fit_are_refused(run: Run) -> None:
    add, concatenate = caught_errors(run("merging_layers").printed)
    assert "(3,) and (2,)" in add
    assert "except for the concatenation axis" in concatenate


def test_lists_and_dicts_are_the_same_training(run: Run) -> None:
    ran = run("input_forms")
    assert ran["listed"].history == ran["named"].history
    assert ran["listed"].history["loss"][-1] < ran["listed"].history["loss"][0]
    assert list(ran["named_data"]) == [tensor.name for tensor in ran["by_name"].inputs][::-1]
    assert "False" not in ran.printed


def test_the_trained_model_is_the_one_that_was_drawn(run: Run) -> None:
    assert edges(run("input_forms")["by_order"]) == edges(run("two_inputs")["two_inputs"])


def test_two_inputs_of_one_shape_can_be_swapped_without_a_word(run: Run) -> None:
    ran = run("input_order")
    today, yesterday = ran["temperatures_today"], ran["temperatures_yesterday"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        right = ran["warming"].predict([today, yesterday], verbose=0)
        wrong = ran["warming"].predict([yesterday, today], verbose=0)
    assert np.array_equal(right, today - yesterday)
    assert np.array_equal(wrong, -right)
    assert (right > 0).all()


def test_names_find_their_input_in_any_order(run: Run) -> None:
    ran = run("input_order")
    assert list(ran["one_way"]) == list(ran["other_way"])[::-1]
    for data in (ran["one_way"], ran["other_way"]):
        assert np.array_equal(ran["warming"].predict(data, verbose=0), ran["right"])


def test_a_wrong_name_is_an_error_that_says_both_names(run: Run) -> None:
    (message,) = caught_errors(run("input_order").printed)
    assert message.startswith("ValueError")
    assert "'yesteday'" in message and "'yesterday'" in message
