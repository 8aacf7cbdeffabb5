"""What only TensorFlow and Keras can show of a program's isolation and output."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Bench, texts

from yeje.runner import PRELOAD

pytestmark = pytest.mark.tensorflow


@pytest.fixture(scope="module")
def studio(make_bench: Callable[..., Bench]) -> Bench:
    return make_bench(preload=PRELOAD)


def test_names_and_seeds_start_afresh_in_each_program(studio: Bench) -> None:
    program = """
        # %% a
        import keras

        keras.utils.set_random_seed(1)
        layers = [keras.layers.Dense(2) for _ in range(2)]
        print([layer.name for layer in layers], keras.random.normal((1,)).numpy())
        """
    first, second = studio.works(program), studio.works(program)
    assert texts(first).startswith("['dense', 'dense_1']")
    assert first.outputs == second.outputs


def test_without_a_seed_two_runs_start_with_other_weights(studio: Bench) -> None:
    program = "# %% a\nimport keras\n\nprint(keras.random.normal((4,)).numpy())\n"
    assert texts(studio.works(program)) != texts(studio.works(program))


def test_the_progress_of_training_is_shown_in_its_last_state(studio: Bench) -> None:
    run = studio.works(
        """
        # %% a
        import keras
        import numpy as np

        model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        model.compile(loss="mse")
        history = model.fit(np.zeros((40, 2)), np.zeros((40, 1)), batch_size=1, epochs=2)
        """
    )
    lines = texts(run).strip().split("\n")
    assert lines[0] == "Epoch 1/2" and lines[2] == "Epoch 2/2"
    assert len(lines) == 4
    assert lines[1].startswith("40/40 ━━━━━━━━━━━━━━━━━━━━")


def test_an_error_inside_keras_is_shown_by_the_programs_own_line(studio: Bench) -> None:
    message = studio.fails(
        """
        # %% a
        import keras
        # %% b
        inputs = keras.Input((3,))
        keras.layers.Conv2D(4, 3)(inputs)
        """
    )
    assert message.startswith("snippets/program.py:5: ValueError: Input 0")
    assert "layer 'conv2d' is incompatible with the layer" in message.split("\n")[0]
    assert "(cell 'b')" in message.split("\n")[0]
    assert "site-packages" not in message and "keras/src" not in message


def test_a_drawn_model_is_shown_once_and_the_same_in_every_run(studio: Bench) -> None:
    run = studio.run_twice(
        """
        # %% a
        import keras

        model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
        keras.utils.plot_model(model, "model.png", show_layer_names=True)
        """
    )
    assert [list(o["data"]) for o in run.outputs[0]] == [["image/svg+xml", "image/png", "text/plain"]]


def test_too_much_memory_for_a_tensor_is_named(studio: Bench) -> None:
    run = studio.run(
        "# yeje: memory_mb = 900\n\n# %% a\nimport tensorflow as tf\n\n"
        "parts = [tf.ones((10_000_000,)) for _ in range(200)]\n"
    )
    assert "ended because it took more than 900 MiB of memory" in str(run.error)
