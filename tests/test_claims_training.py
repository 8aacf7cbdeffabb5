"""What the page on training with two losses says, against what its programs train."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from graphs import edges
from programs import Program, programs

pytestmark = [pytest.mark.tensorflow, pytest.mark.slow]

Run = Callable[[str], Program]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    import pydot

    with programs(tmp_path_factory.mktemp("empty")) as program, pytest.MonkeyPatch.context() as patch:
        patch.setattr(pydot.Dot, "write", lambda *arguments, **settings: True)
        yield program


HEADS = ["y1_output", "y2_output"]
BRANCHED = {
    ("input_layer", "Layer_1"),
    ("Layer_1", "Layer_2"),
    ("Layer_2", "y1_output"),
    ("Layer_2", "Branched_layer"),
    ("Branched_layer", "y2_output"),
}
TRAINED_BY = {
    "Layer_1": "y1 + y2",
    "Layer_2": "y1 + y2",
    "Branched_layer": "y2",
    "y1_output": "y1",
    "y2_output": "y2",
}


def copy_of(model: Any) -> Any:
    import keras

    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    return copy


@pytest.mark.parametrize(
    ("program", "model"),
    [
        ("two_losses", "box_model"),
        ("loss_curves", "watched"),
        ("loss_forms", "by_order"),
        ("loss_forms", "by_name"),
        ("loss_weights", "weighted"),
        ("loss_reach", "traced"),
        ("loss_graph", "coloured"),
        ("weights_moved", "switched"),
    ],
)
def test_every_trained_model_is_the_branched_one_with_10_units(run: Run, program: str, model: str) -> None:
    assert edges(run(program)[model]) == BRANCHED
    assert run(program)[model].count_params() == 282


def test_the_targets_are_surface_and_volume_of_the_boxes(run: Run) -> None:
    data = run("box_data")
    for box, surface, volume in zip(data["box_sides"], data["box_surface"], data["box_volume"], strict=True):
        assert volume == pytest.approx(np.prod(box))
        assert surface == pytest.approx(sum(2 * a * b for a, b in itertools.combinations(box, 2)))
        assert 0.5 <= box.min() <= box.max() <= 1.5


def test_all_programs_train_on_the_same_boxes(run: Run) -> None:
    for program in ("two_losses", "loss_curves", "loss_forms", "loss_weights", "loss_reach", "weights_moved"):
        assert np.allclose(run(program)["sides"], run("box_data")["box_sides"])


def test_the_baselines_differ_15_times(run: Run) -> None:
    data = run("box_data")
    assert round(data["box_surface"].var() / data["box_volume"].var()) == 15
    assert data.printed.splitlines()[-1] == "ratio 15"


def test_both_heads_learn_far_more_than_the_mean(run: Run) -> None:
    ran = run("two_losses")
    for name, target in [("y1_output_loss", ran["surface"]), ("y2_output_loss", ran["volume"])]:
        assert 0 < ran["scores"][name] < target.var() / 10
    assert "False" not in ran.printed


def test_the_history_has_one_loss_and_one_metric_a_head_and_the_total(run: Run) -> None:
    history = run("two_losses")["history"].history
    each = [f"{head}_{kind}" for head in HEADS for kind in ("loss", "mae")]
    assert list(history) == ["loss", *each]
    assert list(run("two_losses")["scores"]) == list(history)


def test_the_total_is_the_sum_of_both_losses_in_every_epoch(run: Run) -> None:
    history = run("two_losses")["history"].history
    assert len(history["loss"]) == 20
    assert np.allclose(history["loss"], np.add(history["y1_output_loss"], history["y2_output_loss"]))


def test_evaluate_without_names_uses_another_order(run: Run) -> None:
    ran = run("two_losses")
    listed = ran["box_model"].evaluate(ran["sides"][512:], ran["test_targets"], verbose=0)
    named = list(ran["scores"].values())
    assert listed != pytest.approx(named)
    assert sorted(listed) == pytest.approx(sorted(named))


def test_predictions_for_a_new_cube_are_near_the_truth(run: Run) -> None:
    ran = run("two_losses")
    assert not (ran["sides"] == ran["cube"]).all(axis=1).any()
    assert ran["surface_predicted"].shape == (1, 1) == ran["volume_predicted"].shape
    assert ran["surface_predicted"] == pytest.approx(6, abs=0.5)
    assert ran["volume_predicted"] == pytest.approx(1, abs=0.2)


def test_both_curves_fall_and_validation_goes_along(run: Run) -> None:
    curves = run("loss_curves")["curves"]
    for head in HEADS:
        for kind in (f"{head}_loss", f"val_{head}_loss"):
            assert curves[kind][-1] < curves[kind][0] / 4
        assert curves[f"val_{head}_loss"][-1] < 2 * curves[f"{head}_loss"][-1]
    assert curves["y1_output_loss"][0] > 5 * curves["y2_output_loss"][0]


def test_lists_and_dicts_are_the_same_training(run: Run) -> None:
    ran = run("loss_forms")
    assert ran["list_history"] == ran["dict_history"]
    for ours, theirs in zip(ran["by_order"].get_weights(), ran["by_name"].get_weights(), strict=True):
        assert np.array_equal(ours, theirs)
    assert "False" not in ran.printed


def test_with_a_list_a_swapped_order_is_another_training_and_no_error(run: Run) -> None:
    ran = run("loss_forms")
    model = ran["new_model"]()
    model.compile(optimizer="adam", loss=["mse", "mae"])
    swapped = model.fit(ran["sides"], [ran["volume"], ran["surface"]], epochs=2, verbose=0).history
    assert list(swapped) == list(ran["list_history"])
    assert swapped != ran["list_history"]


def test_a_wrong_name_in_a_dict_is_an_error(run: Run) -> None:
    ran = run("loss_forms")
    model = ran["new_model"]()
    model.compile(loss={"y1_output": "mse", "y2_ouput": "mae"})
    with pytest.raises(ValueError, match="in loss dict, but found"):
        model.evaluate(ran["sides"], ran["named_targets"], verbose=0)


def test_one_loss_as_a_text_serves_both_heads(run: Run) -> None:
    text, listed = run("loss_forms")["scores"]
    assert text == listed
    assert text["y1_output_loss"] > 0 < text["y2_output_loss"]


def test_metrics_and_weights_may_be_dicts_too(run: Run) -> None:
    ran = run("loss_weights")
    model = copy_of(ran["weighted"])
    model.compile(
        loss={"y2_output": "mse", "y1_output": "mse"},
        loss_weights={"y2_output": 15, "y1_output": 1},
        metrics={"y2_output": ["mae"]},
    )
    scores = model.evaluate(ran["sides"], ran["targets"], batch_size=32, verbose=0, return_dict=True)
    assert set(scores) == {"loss", "y1_output_loss", "y2_output_loss", "y2_output_mae"}
    assert scores["loss"] == pytest.approx(scores["y1_output_loss"] + 15 * scores["y2_output_loss"], rel=1e-4)


def test_the_total_is_weight_times_loss_summed_up(run: Run) -> None:
    ran = run("loss_weights")
    scores = ran["weighted"].evaluate(ran["sides"], ran["targets"], 32, verbose=0, return_dict=True)
    assert scores["loss"] == pytest.approx(scores["y1_output_loss"] + 15 * scores["y2_output_loss"], rel=1e-5)
    assert scores["loss"] != pytest.approx(scores["y1_output_loss"] + scores["y2_output_loss"], rel=0.01)


def test_only_a_smaller_last_batch_breaks_the_sum(run: Run) -> None:
    *_, whole, single, rest = run("loss_weights").printed.splitlines()
    assert whole.endswith("True") and single.endswith("True") and rest.endswith("False")


def test_the_total_counts_samples_and_the_heads_count_batches(run: Run) -> None:
    ran = run("loss_weights")
    boxes, targets = ran["sides"], ran["targets"]
    surface, _ = ran["weighted"].predict(boxes, verbose=0)
    errors = (surface[:, 0] - targets[0]) ** 2
    unequal = ran["weighted"].evaluate(boxes, targets, 600, verbose=0, return_dict=True)
    equal = ran["weighted"].evaluate(boxes, targets, 640, verbose=0, return_dict=True)
    assert unequal["y1_output_loss"] == pytest.approx(
        (errors[:600].mean() + errors[600:].mean()) / 2, rel=1e-4
    )
    assert unequal["loss"] == pytest.approx(equal["loss"], rel=1e-4)


def test_each_loss_reaches_its_own_layers(run: Run) -> None:
    ran = run("loss_reach")
    for name, losses in TRAINED_BY.items():
        assert (ran["from_y1"][name] is not None) == ("y1" in losses), name
        assert (ran["from_y2"][name] is not None) == ("y2" in losses), name


def test_weighting_evens_the_pulls_on_the_shared_layers(run: Run) -> None:
    ran = run("loss_reach")
    y1, y2 = (np.linalg.norm(ran[loss]["Layer_1"]) for loss in ("from_y1", "from_y2"))
    assert y1 > 10 * y2
    assert 0.5 < y1 / (15 * y2) < 2


def test_the_gradients_add_up_on_shared_layers(run: Run) -> None:
    ran = run("loss_reach")
    for name in ("Layer_1", "Layer_2"):
        total = ran["from_y1"][name] + 15 * ran["from_y2"][name]
        assert np.allclose(ran["from_total"][name], total, rtol=1e-3, atol=1e-3)
        assert not np.allclose(ran["from_total"][name], ran["from_y1"][name], rtol=1e-3, atol=1e-3)
    assert np.allclose(ran["from_total"]["y1_output"], ran["from_y1"]["y1_output"], rtol=1e-3)


def test_the_coloured_graph_says_which_loss_trains_which_layer(run: Run) -> None:
    ran = run("loss_graph")
    assert ran["reached_by"] == TRAINED_BY
    assert ran["notes"] == {"input_layer": "nothing", **TRAINED_BY}
    assert len(set(ran["colours"].values())) == 4


def test_each_box_has_its_layer_s_note_and_colour(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import pydot

    drawn: list[Any] = []
    monkeypatch.setattr(pydot.Dot, "write", lambda graph, *arguments, **settings: drawn.append(graph))
    monkeypatch.setitem(sys.modules, "IPython.display", None)  # as where it is not installed
    ran = run("loss_graph")
    assert ran["draw_layers"](ran["coloured"], ran["notes"], ran["colours"]) is None
    (graph,) = drawn
    for layer in ran["coloured"].layers:
        (node,) = graph.get_node(str(id(layer)))
        note = ran["notes"][layer.name]
        assert node.get("label") == f"{layer.name}\n{note}"
        assert node.get("fillcolor") == ran["colours"][note]
    assert len(graph.get_edges()) == len(BRANCHED)


def test_a_layer_moves_when_a_loss_that_reaches_it_is_on(run: Run) -> None:
    moved_layers = run("weights_moved")["moved_layers"]
    for weights, losses in [([1, 1], "y1 y2"), ([1, 0], "y1"), ([0, 1], "y2")]:
        expected = [name for name, by in TRAINED_BY.items() if set(by.split()) & set(losses.split())]
        assert sorted(moved_layers(weights)) == sorted(expected)
        assert f"{weights} " in run("weights_moved").printed


def test_training_one_head_changes_the_other_head_s_predictions(run: Run) -> None:
    ran = run("weights_moved")
    model, boxes = ran["switched"], ran["sides"][:8]
    _, before = model.predict(boxes, verbose=0)
    assert "y2_output" not in ran["moved_layers"]([1, 0])
    _, after = model.predict(boxes, verbose=0)
    assert np.abs(after - before).max() > 1e-4
