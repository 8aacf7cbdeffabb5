"""What the page on feature maps claims, against the networks that its programs train."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from programs import Program, programs

from yeje import data

pytestmark = [pytest.mark.tensorflow, pytest.mark.slow]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Program]]:
    with suppress(data.DataError):  # then Keras downloads it, as for a reader
        data.ensure("fashion-mnist")
    with programs(tmp_path_factory.mktemp("empty")) as run:
        yield run


@pytest.fixture(scope="module")
def maps(program: Callable[[str], Program]) -> Program:
    return program("feature_maps")


@pytest.fixture(scope="module")
def kernels(program: Callable[[str], Program]) -> Program:
    return program("kernels")


def settings(model: Any) -> list[dict[str, Any]]:
    return [
        {key: value for key, value in layer.get_config().items() if key != "name"} for layer in model.layers
    ]


@pytest.mark.parametrize(("file", "model"), [("feature_maps", "cnn"), ("kernels", "classifier")])
def test_the_network_is_that_of_the_chapter(program: Callable[[str], Program], file: str, model: str) -> None:
    chapters = program("sequential_cnn")["sequential"]
    assert settings(program(file)[model]) == settings(chapters)


def test_it_is_trained_on_6000_real_images(maps: Program) -> None:
    images, labels = maps["train_images"], maps["train_labels"][:6000]
    assert images.shape == (6000, 28, 28, 1)
    assert (images.min(), images.max()) == (0.0, 1.0)
    assert set(labels) == set(range(10))
    assert len(np.unique(images.reshape(6000, -1), axis=0)) > 5900


def test_it_is_right_about_8_of_10_images_it_has_not_seen(maps: Program) -> None:
    assert "test accuracy: 0.8\n" in maps.printed
    guesses = maps["cnn"].predict(maps["test_images"][:2000], verbose=0).argmax(axis=1)
    assert 0.75 < np.mean(guesses == maps["test_labels"][:2000]) < 0.9


def test_the_model_of_the_feature_maps_shares_the_trained_layer(maps: Program) -> None:
    conv_acti, cnn = maps["conv_acti"], maps["cnn"]
    assert conv_acti.layers[-1] is cnn.layers[0]
    assert len(conv_acti.layers) == 2
    assert not conv_acti.compiled
    assert "same layer: True" in maps.printed


def test_the_feature_maps_are_what_the_kernels_make_of_the_image(maps: Program) -> None:
    kernel, bias = maps["cnn"].layers[0].get_weights()
    image = np.pad(maps["test_images"][0, :, :, 0], 1)  # same padding
    patches = np.lib.stride_tricks.sliding_window_view(image, (3, 3))
    by_hand = np.maximum(np.einsum("xyij,ijk->xyk", patches, kernel[:, :, 0]) + bias, 0)
    assert maps["feature_maps"].shape == (1, 28, 28, 32)
    assert np.abs(by_hand - maps["feature_maps"][0]).max() < 1e-5
    assert maps["feature_maps"].max() > 0.1


def test_the_figure_has_one_map_for_each_filter_and_no_map_is_negative(maps: Program) -> None:
    assert maps.axes == (1, 32)
    assert maps["feature_maps"].min() == 0.0


def test_one_model_gives_the_output_of_both_convolutions(maps: Program) -> None:
    first, second = maps["both_convs"].predict(maps["test_images"][:1], verbose=0)
    assert (first.shape, second.shape) == ((1, 28, 28, 32), (1, 14, 14, 64))
    assert np.allclose(first, maps["feature_maps"], atol=1e-6)
    pooled = maps["cnn"].layers[1].output.shape
    assert pooled == (None, 14, 14, 32)


def test_training_carries_the_kernels_out_of_the_range_they_start_in(kernels: Program) -> None:
    before, after = kernels["before"], kernels["after"]
    range_at_the_start = np.sqrt(6 / (3 * 3 * 1 + 3 * 3 * 32))  # Keras' default, Glorot's uniform one
    assert before.shape == after.shape == (3, 3, 1, 32)
    assert before.size == 288
    assert 0.95 * range_at_the_start < np.abs(before).max() < range_at_the_start
    assert np.abs(after).max() > 1.3 * range_at_the_start
    assert "largest weight: 0.1 -> 0.2\n" in kernels.printed


def test_at_the_start_the_weights_are_spread_evenly(kernels: Program) -> None:
    sorted_weights = np.sort(kernels["before"].ravel())
    even = np.linspace(sorted_weights[0], sorted_weights[-1], sorted_weights.size)
    assert np.abs(sorted_weights - even).max() < 0.03


def test_most_kernels_keep_the_pattern_that_they_start_with(kernels: Program) -> None:
    pairs = zip(kernels["before"].reshape(9, 32).T, kernels["after"].reshape(9, 32).T, strict=True)
    alike = [np.corrcoef(before, after)[0, 1] for before, after in pairs]
    assert np.median(alike) > 0.7
    assert not np.array_equal(kernels["before"], kernels["after"])


def test_the_figures_show_two_distributions_and_two_times_32_kernels(kernels: Program) -> None:
    assert kernels.axes == (2, 32, 32)


def test_get_weights_copies_what_training_goes_on_to_change(kernels: Program) -> None:
    layer = kernels["classifier"].layers[0]
    copied = layer.get_weights()[0]
    kept = layer.kernel
    layer.kernel.assign_add(np.ones_like(copied))
    assert np.allclose(kept.numpy() - copied, 1)


def test_the_books_old_line_raises_and_todays_does_not(program: Callable[[str], Program]) -> None:
    old = program("feature_maps_old_line")
    assert isinstance(old.error, AttributeError)
    assert "has never been called" in str(old.error)
    assert old.printed == "(None, 28, 28, 32)\n"


def test_a_sequential_has_no_input_even_after_data_went_through_it(maps: Program) -> None:
    import keras

    cnn = maps["cnn"]
    cnn.predict(maps["test_images"][:1], verbose=0)
    with pytest.raises(AttributeError, match="has never been called"):
        _ = cnn.input
    assert [tensor.shape for tensor in cnn.inputs] == [(None, 28, 28, 1)]
    functional = keras.Model(cnn.inputs[0], cnn.outputs[0])
    assert functional.input is functional.inputs[0] is cnn.inputs[0]
