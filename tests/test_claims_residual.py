"""What the page on residual connections and shared layers says, against what its programs build."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from graphs import edges, histories
from programs import Program, programs

pytestmark = pytest.mark.tensorflow

Run = Callable[[str], Program]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with programs(tmp_path_factory.mktemp("empty")) as program:
        yield program


def test_a_residual_block_forks_and_meets_again(run: Run) -> None:
    assert edges(run("residual_block")["residual"]) == {
        ("start", "block_1_first"),
        ("block_1_first", "block_1_second"),
        ("block_1_second", "block_1_add"),
        ("start", "block_1_add"),
        ("block_1_add", "block_2_first"),
        ("block_2_first", "block_2_second"),
        ("block_2_second", "block_2_add"),
        ("block_1_add", "block_2_add"),
    }


def test_with_weights_of_zero_the_input_comes_out(run: Run) -> None:
    import keras

    ran = run("residual_block")
    assert not any(weight.any() for weight in ran["residual"].get_weights())
    assert np.array_equal(ran["residual"].predict(ran["samples"], verbose=0), ran["samples"])
    learned = keras.models.clone_model(ran["residual"])  # with weights of its own
    assert not np.allclose(learned.predict(ran["samples"], verbose=0), ran["samples"])


def test_the_gradient_vanishes_without_shortcuts_and_arrives_with_them(run: Run) -> None:
    ran = run("residual_gradients")
    plain, shortcuts = ran["plain"], ran["shortcuts"]
    assert len(plain) == len(shortcuts) == 20
    assert 0 < plain[0] < plain[10] / 1e3 < plain[-1] / 1e6
    assert shortcuts[0] > shortcuts[-1] / 100
    assert max(shortcuts) < 100 * min(shortcuts)
    assert "False" not in ran.printed


def test_a_shortcut_of_another_shape_is_refused_until_it_is_fitted(run: Run) -> None:
    ran = run("projection")
    assert ran.printed.splitlines()[0].startswith("ValueError")
    assert "(28, 28, 16) and (28, 28, 32)" in ran.printed.splitlines()[0]
    model = ran["projected"]
    assert model.get_layer("shortcut").count_params() == (1 * 1 * 16 + 1) * 32 == 544
    assert {source for source, target in edges(model) if target == "added"} == {"shortcut", "conv_2"}


def test_a_shared_layer_is_counted_once(run: Run) -> None:
    ran = run("shared_layer")
    assert ran["shared"].count_params() == (3 + 1) * 4 == 16
    assert ran["separate"].count_params() == 2 * 16 == 32


def test_a_shared_layer_s_two_calls_stay_apart(run: Run) -> None:
    ran = run("shared_layer")
    (call,) = ran["shared"].get_config()["layers"][-1]["inbound_nodes"]
    assert histories(call) == [("shared", 0, 0), ("shared", 1, 0)]
    assert "shared[0][0], shared[1][0]" in ran.printed


def test_the_same_on_both_sides_differs_only_where_layers_are_separate(run: Run) -> None:
    ran = run("shared_layer")
    samples = ran["samples"]
    assert not ran["shared"].predict([samples, samples], verbose=0).any()
    assert ran["separate"].predict([samples, samples], verbose=0).all()
    assert ran["shared"].predict([samples, -samples], verbose=0).any()


def test_a_shared_layer_is_bound_to_its_first_width(run: Run) -> None:
    import keras

    with pytest.raises(ValueError, match="expected axis -1 of input shape to have value 3"):
        run("shared_layer")["shared_dense"](keras.Input((5,)))


def test_a_plus_sign_is_in_the_operations_but_not_among_the_layers(run: Run) -> None:
    from keras import layers

    model = run("operations")["with_plus"]
    assert [layer.name for layer in model.layers] == ["x", "hidden"]
    assert [operation.name for operation in model.operations] == ["x", "hidden", "add"]
    assert not isinstance(model.operations[-1], layers.Layer)
    assert "add (Add)" in run("operations").printed


def test_a_plus_sign_computes_what_the_layer_computes(run: Run) -> None:
    import keras
    from keras import layers

    ran = run("operations")
    with_layer = keras.Model(ran["x"], layers.Add()([ran["h"], ran["x"]]))
    samples = np.random.default_rng(3).standard_normal((6, 4), dtype="float32")
    expected = with_layer.predict(samples, verbose=0)
    assert np.array_equal(ran["with_plus"].predict(samples, verbose=0), expected)
    assert not np.array_equal(expected, samples)


def test_operations_stand_in_the_graph_in_the_order_of_their_calls(run: Run) -> None:
    names = [operation.name for operation in run("operations")["with_ops"].operations]
    assert names == ["x", "hidden", "multiply", "subtract", "clip"]


def test_keras_ops_take_both_and_numpy_takes_numbers_only(run: Run) -> None:
    import keras

    h = run("operations")["h"]
    assert type(keras.ops.clip(h, 0, 1)).__name__ == "KerasTensor"
    assert np.array_equal(keras.ops.clip(np.array([-1.0, 0.5, 2.0]), 0, 1), [0, 0.5, 1])
    with pytest.raises(ValueError, match="symbolic"):
        np.clip(h, 0, 1)
