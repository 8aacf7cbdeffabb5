"""The neuron drawings show exactly the model that they are drawn from."""

from __future__ import annotations

import contextlib
import io
import runpy
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.tensorflow

SNIPPETS = Path(__file__).parent.parent / "snippets"


@pytest.fixture(scope="module")
def neurons() -> Iterator[Any]:
    """The helper module, with Matplotlib and Keras kept from opening windows and files."""
    import keras
    import matplotlib.pyplot as plt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(SNIPPETS), *sys.path])
        patch.setattr(keras.utils, "plot_model", lambda *args, **kwargs: None)
        patch.setattr(plt, "show", lambda: None)
        from helpers import neurons

        yield neurons
        plt.close("all")


@pytest.fixture(scope="module")
def toy_network(neurons: Any) -> dict[str, Any]:
    return run("toy_network")


@pytest.fixture(scope="module")
def branched(neurons: Any) -> Any:
    return run("branched")["branched"]


def run(name: str) -> dict[str, Any]:
    with contextlib.redirect_stdout(io.StringIO()):
        return runpy.run_path(str(SNIPPETS / f"{name}.py"), run_name="__main__")


def units(layout: Any) -> dict[str, int]:
    return {group.name: len(group.neurons) for group in layout.groups}


def group(layout: Any, name: str) -> Any:
    return next(group for group in layout.groups if group.name == name)


def height(group: Any) -> float:
    return sum(neuron.y for neuron in group.neurons) / len(group.neurons)


def test_figure_7_is_a_3_4_4_1_network_of_12_neurons(neurons: Any, toy_network: dict[str, Any]) -> None:
    layout = neurons.neuron_layout(toy_network["toy"])
    assert units(layout) == {"input_layer": 3, "Layer_1": 4, "Layer_2": 4, "y1_output": 1}
    assert sum(units(layout).values()) == 12
    assert [group.depth for group in layout.groups] == [0, 1, 2, 3]
    assert [group.kind for group in layout.groups] == ["input", "hidden", "hidden", "output"]


def test_sequential_and_functional_form_of_a_network_have_the_same_layout(
    neurons: Any, toy_network: dict[str, Any]
) -> None:
    sequential = neurons.neuron_layout(toy_network["toy_sequential"])
    assert sequential == neurons.neuron_layout(toy_network["toy"])


def test_a_sequential_built_by_add_has_the_same_layout(neurons: Any, toy_network: dict[str, Any]) -> None:
    import keras

    toy_sequential = toy_network["toy_sequential"]
    built_by_add = keras.Sequential()
    built_by_add.add(keras.Input((3,), name="input_layer"))
    for layer in toy_sequential.layers:
        built_by_add.add(keras.layers.Dense.from_config(layer.get_config()))
    assert neurons.neuron_layout(built_by_add) == neurons.neuron_layout(toy_sequential)


def test_there_is_one_connection_for_each_weight(
    neurons: Any, toy_network: dict[str, Any], branched: Any
) -> None:
    for model in (toy_network["toy"], toy_network["toy_sequential"], branched):
        layout = neurons.neuron_layout(model)
        drawn = Counter(connection.target.layer for connection in layout.connections)
        kernels = [weight for weight in model.weights if weight.name == "kernel"]
        assert drawn.total() == sum(kernel.shape[0] * kernel.shape[1] for kernel in kernels)
        for name, count in drawn.items():
            assert count == model.get_layer(name).get_weights()[0].size


def test_connections_run_between_the_drawn_neurons_each_pair_once(neurons: Any, branched: Any) -> None:
    layout = neurons.neuron_layout(branched)
    placed = {neuron for group in layout.groups for neuron in group.neurons}
    pairs = {(connection.source, connection.target) for connection in layout.connections}
    assert {neuron for pair in pairs for neuron in pair} == placed
    assert len(pairs) == len(layout.connections) == 3 * 4 + 4 * 4 + 4 * 1 + 4 * 4 + 4 * 1
    assert {(source.layer, target.layer) for source, target in pairs} == set(layout.edges)


def test_figure_8_forks_after_layer_2(neurons: Any, branched: Any) -> None:
    layout = neurons.neuron_layout(branched)
    assert set(layout.edges) == {
        ("input_layer", "Layer_1"),
        ("Layer_1", "Layer_2"),
        ("Layer_2", "y1_output"),
        ("Layer_2", "Branched_layer"),
        ("Branched_layer", "y2_output"),
    }
    assert {group.name for group in layout.groups if group.kind == "output"} == {
        "y1_output",
        "y2_output",
    }


def test_in_figure_8_y1_stands_above_the_branch_and_y2_one_column_further(
    neurons: Any, branched: Any
) -> None:
    layout = neurons.neuron_layout(branched)
    y1, branch, y2 = (group(layout, n) for n in ("y1_output", "Branched_layer", "y2_output"))
    assert y1.depth == branch.depth == group(layout, "Layer_2").depth + 1
    assert y2.depth == branch.depth + 1
    assert height(y2) == height(branch)
    assert min(neuron.y for neuron in y1.neurons) > max(neuron.y for neuron in branch.neurons) + 2


def test_no_two_neurons_overlap(neurons: Any, branched: Any) -> None:
    import keras

    branch_output = branched.get_layer("Branched_layer").output
    wide = keras.layers.Dense(16, name="wide")(branched.get_layer("Layer_1").output)
    more = [wide, *(keras.layers.Dense(2, name=f"head_{i}")(branch_output) for i in range(3))]
    bushy = keras.Model(branched.inputs, [*branched.outputs, *more])
    placed = [n for group in neurons.neuron_layout(bushy).groups for n in group.neurons]
    assert len(placed) == 17 + 16 + 3 * 2
    for a, b in combinations(placed, 2):
        assert (a.x - b.x) ** 2 + (a.y - b.y) ** 2 > (2 * neurons.RADIUS) ** 2


def test_the_figure_has_a_circle_for_each_neuron_and_a_line_for_each_weight(
    neurons: Any, branched: Any
) -> None:
    layout = neurons.neuron_layout(branched)
    [axes] = neurons.draw_neurons(branched).axes
    placed = [(neuron.x, neuron.y) for group in layout.groups for neuron in group.neurons]
    assert [circle.center for circle in axes.patches] == placed
    [lines] = axes.collections
    assert [[tuple(point) for point in line] for line in lines.get_segments()] == [
        [(c.source.x, c.source.y), (c.target.x, c.target.y)] for c in layout.connections
    ]


def test_the_figure_names_each_layer_and_counts_its_units(neurons: Any, branched: Any) -> None:
    [axes] = neurons.draw_neurons(branched).axes
    assert [text.get_text() for text in axes.texts] == [
        *("input_layer", "3 units", "Layer_1", "4 units", "Layer_2", "4 units"),
        *("y1_output", "1 unit", "Branched_layer", "4 units", "y2_output", "1 unit"),
    ]


def test_the_figure_has_a_transparent_background(neurons: Any, branched: Any) -> None:
    assert neurons.draw_neurons(branched).get_facecolor()[3] == 0


def test_another_model_gets_another_layout(neurons: Any, branched: Any) -> None:
    import keras

    def wider(layer: Any) -> Any:
        settings = layer.get_config() | ({"units": 5} if layer.name == "Layer_1" else {})
        return type(layer).from_config(settings)

    changed = neurons.neuron_layout(keras.models.clone_model(branched, clone_function=wider))
    assert units(changed)["Layer_1"] == 5
    assert len(changed.connections) == 3 * 5 + 5 * 4 + 4 * 1 + 4 * 4 + 4 * 1


def test_layers_of_another_model_can_be_used_again(neurons: Any, branched: Any) -> None:
    import keras

    inputs = keras.Input((3,), name="other_input")
    again = keras.Model(inputs, branched.get_layer("Layer_1")(inputs))
    assert neurons.neuron_layout(again).edges == (("other_input", "Layer_1"),)


def test_a_layer_that_is_not_dense_is_named(neurons: Any) -> None:
    import keras

    model = keras.Sequential([keras.Input((3,)), keras.layers.Dropout(0.4, name="drops")])
    with pytest.raises(ValueError, match="layer 'drops' is a Dropout: only Input and Dense"):
        neurons.neuron_layout(model)


def test_a_layer_that_is_too_wide_is_named(neurons: Any) -> None:
    import keras

    inputs = keras.Input((3,))
    fits = keras.Model(inputs, keras.layers.Dense(16, name="fits")(inputs))
    wide = keras.Model(inputs, keras.layers.Dense(17, name="wide")(inputs))
    assert units(neurons.neuron_layout(fits))["fits"] == 16
    with pytest.raises(ValueError, match="layer 'wide' has 17 units: at most 16"):
        neurons.draw_neurons(wide)


def test_an_input_of_more_than_one_axis_is_named(neurons: Any) -> None:
    import keras

    model = keras.Sequential([keras.Input((4, 3), name="table"), keras.layers.Dense(2)])
    with pytest.raises(ValueError, match=r"layer 'table' has the shape \(4, 3\)"):
        neurons.neuron_layout(model)


def test_a_layer_that_is_called_twice_is_named(neurons: Any) -> None:
    import keras

    inputs = keras.Input((3,))
    shared = keras.layers.Dense(3, name="shared")
    with pytest.raises(ValueError, match="layer 'shared' is called 2 times"):
        neurons.neuron_layout(keras.Model(inputs, shared(shared(inputs))))


def test_a_model_without_an_input_layer_is_named(neurons: Any) -> None:
    import keras

    model = keras.Sequential([keras.layers.Dense(2)], name="unfinished")
    with pytest.raises(ValueError, match="model 'unfinished' has no graph of layers yet"):
        neurons.neuron_layout(model)
