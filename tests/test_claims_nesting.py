"""What the page on models as layers claims, against the models that its programs build."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from programs import Program, programs

pytestmark = pytest.mark.tensorflow


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Program]]:
    with programs(tmp_path_factory.mktemp("empty")) as run:
        yield run


@pytest.fixture
def samples() -> np.ndarray[Any, Any]:
    return np.random.default_rng(7).standard_normal((6, 3), dtype="float32")


def layers_by_name(model: Any) -> dict[str, Any]:
    """The layers with weights, those inside of models too."""
    found = {}
    for layer in model.layers:
        found |= layers_by_name(layer) if hasattr(layer, "layers") else {layer.name: layer}
    return {name: layer for name, layer in found.items() if layer.get_weights()}


def copy_weights(source: Any, target: Any) -> None:
    """By the names of the layers."""
    sources = layers_by_name(source)
    targets = layers_by_name(target)
    assert set(sources) == set(targets)
    for name, layer in targets.items():
        layer.set_weights(sources[name].get_weights())


# nesting


def test_a_model_is_a_layer_and_stays_the_same_object_inside_another(
    program: Callable[[str], Program],
) -> None:
    import keras

    ran = program("nested_model")
    assert isinstance(ran["trunk"], keras.layers.Layer)
    assert ran["nesting"].get_layer("trunk") is ran["trunk"]
    assert ran["trunk"].count_params() == 36 == 16 + 20
    assert "Layer_1" not in [layer.name for layer in ran["nesting"].layers]


def test_the_nesting_model_computes_what_the_branched_one_does(
    program: Callable[[str], Program], samples: np.ndarray[Any, Any]
) -> None:
    nesting, branched = program("nested_model")["nesting"], program("branched_edges")["forked"]
    assert nesting.count_params() == 66 == branched.count_params()
    numbers = np.random.default_rng(1)  # above 0, so that no unit is silent
    branched.set_weights([numbers.uniform(0.2, 1, w.shape) for w in branched.get_weights()])
    copy_weights(branched, nesting)
    for ours, theirs in zip(nesting(samples), branched(samples), strict=True):
        assert np.abs(ours.numpy()).max() > 0.1
        assert np.allclose(ours, theirs, atol=1e-6)


def test_only_the_expanded_graph_shows_what_is_inside(program: Callable[[str], Program]) -> None:
    import keras

    nesting = program("nested_model")["nesting"]
    folded, expanded = (
        keras.utils.model_to_dot(nesting, show_layer_names=True, expand_nested=expand).to_string()
        for expand in (False, True)
    )
    for name in ("trunk_input", "Layer_1", "Layer_2"):
        assert name not in folded
        assert name in expanded
    assert "cluster_" in expanded


def test_an_inner_tensor_belongs_to_the_inner_graph_until_its_model_is_called(
    program: Callable[[str], Program], samples: np.ndarray[Any, Any]
) -> None:
    import keras

    ran = program("nested_model")
    nesting, trunk = ran["nesting"], ran["trunk"]
    for inner in (trunk.get_layer("Layer_1").output, trunk.output):
        with pytest.raises(ValueError, match="is not connected to `inputs`"):
            keras.Model(nesting.inputs, inner)
    called = keras.Model(nesting.inputs, ran["early"](nesting.inputs))
    assert np.array_equal(called([samples]), trunk.get_layer("Layer_1")(samples))
    assert ran.printed.endswith("(None, 4)\n")


# ensembles


def test_the_ensemble_gives_the_mean_of_its_members(
    program: Callable[[str], Program], samples: np.ndarray[Any, Any]
) -> None:
    ran = program("ensemble")
    each = [member(samples).numpy() for member in ran["members"]]
    assert np.abs(each[0] - each[1]).max() > 0.01
    assert np.allclose(ran["ensemble"](samples), np.mean(each, axis=0), atol=1e-6)


def test_the_ensemble_has_the_parameters_of_its_members_and_no_others(
    program: Callable[[str], Program],
) -> None:
    ran = program("ensemble")
    assert [member.count_params() for member in ran["members"]] == [81] * 3
    assert ran["ensemble"].count_params() == 243
    inside = {id(layer) for layer in ran["ensemble"].layers}
    assert {id(member) for member in ran["members"]} <= inside


def test_the_ensemble_errs_less_than_each_of_its_members(program: Callable[[str], Program]) -> None:
    *members, ensemble = program("ensemble")["errors"]
    assert len(members) == 3
    assert ensemble < min(members) < np.mean(members)


def test_the_mean_square_error_of_a_mean_is_never_above_the_mean_of_the_errors() -> None:
    random = np.random.default_rng(3)
    for _ in range(100):
        predictions, target = random.standard_normal((3, 20)), random.standard_normal(20)
        mean_of_errors = np.mean((predictions - target) ** 2)
        assert np.mean((predictions.mean(axis=0) - target) ** 2) <= mean_of_errors


# a new head


def test_the_new_model_holds_the_very_layers_of_the_old_one(program: Callable[[str], Program]) -> None:
    old, new = program("new_head")["old_model"], program("new_head")["new_model"]
    assert all(new.get_layer(name) is old.get_layer(name) for name in ("Layer_1", "Layer_2"))
    assert "y1_output" not in [layer.name for layer in new.layers]


def test_freezing_keeps_the_old_prediction_and_thawing_does_not(program: Callable[[str], Program]) -> None:
    assert program("new_head").printed.splitlines() == [
        "Layer_1 True",
        "Layer_2 True",
        "trainable: False arrays: 2 old prediction kept: True",
        "trainable: True arrays: 6 old prediction kept: False",
    ]


@pytest.mark.parametrize("compiled_again", [False, True])
def test_a_trained_model_freezes_only_when_compiled_again(
    program: Callable[[str], Program], samples: np.ndarray[Any, Any], compiled_again: bool
) -> None:
    import keras

    model = keras.models.clone_model(program("new_head")["old_model"])
    targets = samples.sum(axis=1, keepdims=True)
    model.compile("adam", "mse")
    model.fit(samples, targets, verbose=0)
    frozen = model.get_layer("Layer_2")
    frozen.trainable = False
    if compiled_again:
        model.compile("adam", "mse")
    before = frozen.get_weights()
    model.fit(samples, targets, verbose=0)
    assert all(map(np.array_equal, before, frozen.get_weights())) == compiled_again


# saving


def test_a_loaded_model_is_another_object_with_the_same_values(
    program: Callable[[str], Program], samples: np.ndarray[Any, Any]
) -> None:
    ran = program("save_load")
    saved, loaded = ran["to_save"], ran["loaded"]
    assert loaded.output_names == ["y1_output", "y2_output"]
    for ours, theirs in zip(saved(samples), loaded(samples), strict=True):
        assert np.abs(ours.numpy()).max() > 0
        assert np.array_equal(ours, theirs)
    loaded.get_layer("Layer_1").kernel.assign_add(np.ones((3, 4)))
    assert not np.array_equal(saved.get_layer("Layer_1").kernel, loaded.get_layer("Layer_1").kernel)


def test_the_file_holds_layers_and_weights_and_no_code(program: Callable[[str], Program]) -> None:
    assert program("save_load").printed.splitlines() == [
        "['config.json', 'metadata.json', 'model.weights.h5']",
        "y1_output max difference: 0.0",
        "y2_output max difference: 0.0",
        "same object: False",
    ]


# subclassing


def test_the_subclassed_model_computes_what_the_functional_one_does(
    program: Callable[[str], Program], samples: np.ndarray[Any, Any]
) -> None:
    subclassed, functional = program("subclassed")["subclassed"], program("branched_edges")["forked"]
    copy_weights(functional, subclassed)
    for ours, theirs in zip(subclassed(samples), functional(samples), strict=True):
        assert np.allclose(ours, theirs, atol=1e-6)


def test_the_subclassed_model_knows_no_graph(program: Callable[[str], Program]) -> None:
    import keras

    ran = program("subclassed")
    model = ran["subclassed"]
    unbuilt, built = ran.printed.split("(5, 1) (5, 1)\n")
    assert unbuilt.count("?") == unbuilt.count("(unbuilt)") == 5
    assert "(5, 4)" in built and "None" not in built and "Connected to" not in built
    assert not hasattr(model, "inputs")
    boxes = [node for node in keras.utils.model_to_dot(model).get_nodes() if node.get_label()]
    assert len(boxes) == 1
    with pytest.raises(AttributeError, match="has no defined output"):
        _ = model.get_layer("Layer_2").output


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras with h5py
def test_a_saved_subclassed_model_does_not_load_without_its_class(
    program: Callable[[str], Program], tmp_path: Path
) -> None:
    import keras

    program("subclassed")["subclassed"].save(tmp_path / "model.keras")
    with pytest.raises(TypeError, match="Could not locate class 'TwoOutputs'"):
        keras.models.load_model(tmp_path / "model.keras")


def test_one_layer_may_be_passed_as_often_as_the_call_says(program: Callable[[str], Program]) -> None:
    ran = program("repeated_layer")
    repeat, sample = ran["repeat"], ran["sample"]
    assert repeat.count_params() == 16 == (3 + 1) * 3 + (3 + 1) * 1
    x = sample
    for times in (1, 2, 3):
        x = repeat.hidden(x)
        assert np.allclose(repeat(sample, times=times), repeat.last(x), atol=1e-6)
    outputs = {float(repeat(sample, times=times)[0, 0]) for times in (1, 2, 5)}
    assert len(outputs) == 3
    assert ran["wrapped"].layers[1] is repeat
    assert ran.printed.endswith("True\n")
