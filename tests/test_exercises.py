"""The exercises: answers pass, starters do not, and a wrong answer hears what is wrong with it."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.tensorflow

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "snippets" / "exercises"
TASKS = [
    "rewrite",
    "parameters",
    "sizes",
    "branch",
    "third_head",
    "losses",
    "two_inputs",
    "residual",
    "shared_layer",
    "nesting",
]
Edit = tuple[str, str]

WRONG: list[tuple[str, list[Edit], str]] = [
    # (task, edits of its answer, what the message has to say)
    (
        "rewrite",
        [("functional = keras.Model(inputs, outputs)", "functional = sequential")],
        "변수 functional에 Sequential 모델이 있습니다",
    ),
    (
        "rewrite",
        [("keras.Model(inputs, outputs)", "outputs")],
        "변수 functional에 KerasTensor 객체가 있습니다",
    ),
    ("rewrite", [("Dropout(0.3)(x)", "Dropout(0.5)(x)")], "rate 설정이 다릅니다. 지금은 0.5, 맞는 값은 0.3"),
    (
        "rewrite",
        [("Dropout(0.3)(x)\n", "Dropout(0.3)(x)\nx = layers.Dropout(0.3)(x)\n")],
        "없는 층이 있습니다",
    ),
    (
        "rewrite",
        [
            ("x = layers.Flatten()(x)\nx = layers.Dropout(0.3)(x)", "x = layers.Dropout(0.3)(x)"),
            (
                '\noutputs = layers.Dense(10, activation="softmax")(x)',
                '\nx = layers.Flatten()(x)\noutputs = layers.Dense(10, activation="softmax")(x)',
            ),
        ],
        "MaxPooling2D → Dropout → Flatten → Dense",
    ),
    ("rewrite", [("layers.Dropout(0.3)(x)", "layers.Dropout(0.3)(inputs)")], "없는 층이"),
    (
        "rewrite",
        [("inputs = keras.Input((28, 28, 1))", "inputs = keras.Input((32, 32, 1))")],
        "입력의 크기가 다릅니다. 지금은 (32, 32, 1)",
    ),
    (
        "parameters",
        [("(3 * 3 * 3 + 1) * 8", "(3 * 3 + 1) * 8")],
        "필터의 깊이를 빠뜨린 것 같습니다. 입력의 깊이는 3",
    ),
    ("parameters", [("(3 * 3 * 3 + 1) * 8", "3 * 3 * 3 + 1")], "이 층에는 그런 것이 8개 있습니다"),
    ("parameters", [("(3 * 3 * 3 + 1) * 8", "12 * 12 * 3 * 8")], "conv 층: 3,456개가 아닙니다"),
    (
        "parameters",
        [("(6 * 6 * 8 + 1) * 10", "(12 * 12 * 8 + 1) * 10")],
        "hidden 층: 풀링을 지나기 전의 크기",
    ),
    (
        "parameters",
        [("(6 * 6 * 8 + 1) * 10", "6 * 6 * 8 * 10")],
        "hidden 층: 절편을 빠뜨린 것 같습니다. 절편은 10개",
    ),
    ("parameters", [('    "output": (10 + 1) * 4,\n', "")], "output 층: 아직 적지 않았습니다"),
    (
        "sizes",
        [
            ("Dense(8,", "Dense(6,"),
            ('Dense(6, activation="relu", name="Layer_2")', 'Dense(8, activation="relu", name="Layer_2")'),
        ],
        "Layer_1 층의 뉴런 수가 다릅니다. 지금은 6개, 맞는 수는 8개",
    ),
    ("sizes", [("Dense(2,", "Dense(1,")], "y1_output 층의 뉴런 수가 다릅니다. 지금은 1개"),
    ("sizes", [('name="Layer_2")(h1)', 'name="Layer_2")(inputs)')], "입력층 뒤의 층이 2개입니다"),
    (
        "sizes",
        [('8, activation="relu"', "8")],
        "activation 설정이 다릅니다. 지금은 'linear', 맞는 값은 'relu'",
    ),
    ("sizes", [("keras.Model(inputs, y1)", "keras.Model(inputs, h2)")], "입력층 뒤의 층이 2개입니다"),
    (
        "branch",
        [('name="Branched_layer")(h1)', 'name="Branched_layer")(h2)')],
        "Branched_layer 층이 Layer_1의 출력을 받지 않습니다. 지금 받는 것은 Layer_2의 출력입니다."
        " y2의 갈래를 h1에서",
    ),
    (
        "branch",
        [('Dense(3, activation="relu", name', 'Activation("relu", name')],
        "Branched_layer 층의 종류가 다릅니다. 지금은 Activation 층입니다.",
    ),
    ("branch", [("[y1, y2]", "[y2, y1]")], "출력의 순서가 다릅니다. 지금은 y2_output, y1_output"),
    (
        "branch",
        [('name="y2_output")(branch)', 'name="y2_output")(h1)')],
        "이름이 Branched_layer인 층이 없습니다",
    ),
    ("branch", [('3, activation="relu"', '4, activation="relu"')], "지금은 4개, 맞는 수는 3개"),
    ("branch", [('name="Layer_2")(h1)', 'name="Layer_2")(inputs)')], "원래 있던 길은 그대로 두세요"),
    ("third_head", [("[*two_heads.outputs, y3]", "y3")], "출력이 1개입니다"),
    (
        "third_head",
        [('get_layer("Layer_2")', 'get_layer("Branched_layer")')],
        "Third_layer 층이 Layer_2의 출력을 받지 않습니다. 지금 받는 것은 Branched_layer의 출력",
    ),
    (
        "third_head",
        [
            (
                'shared = two_heads.get_layer("Layer_2").output',
                'copy = keras.models.clone_model(two_heads)\nshared = copy.get_layer("Layer_2").output',
            ),
            (
                "keras.Model(two_heads.inputs, [*two_heads.outputs, y3])",
                "keras.Model(copy.inputs, [*copy.outputs, y3])",
            ),
        ],
        "two_heads와 함께 쓰지 않는 층이 있습니다",
    ),
    ("third_head", [("[*two_heads.outputs, y3]", "[y3, *two_heads.outputs]")], "출력의 순서가 다릅니다"),
    ("losses", [("[1, 0.5]", "[0.5, 1]")], "비중이 서로 바뀌었습니다"),
    ("losses", [("    loss_weights=[1, 0.5],\n", "")], "두 손실을 그대로 더했습니다"),
    ("losses", [("[1, 0.5]", "[1, 2]")], "loss_weights의 값이 다릅니다"),
    (
        "losses",
        [('["mean_squared_error", "binary_crossentropy"]', '["binary_crossentropy", "mean_squared_error"]')],
        "두 손실이 서로 바뀌었습니다",
    ),
    (
        "losses",
        [('["mean_squared_error", "binary_crossentropy"]', '["mean_squared_error"]'), ("[1, 0.5]", "[1]")],
        "손실이 하나뿐입니다",
    ),
    ("losses", [('"mean_squared_error"', '"mean_absolute_error"')], "price 출력의 손실이 다릅니다"),
    ("losses", [("house.compile(", "dict(")], "compile 메서드를 부르지 않았습니다"),
    (
        "two_inputs",
        [("keras.Model([size, place], price)", "keras.Model([place, size], price)")],
        "입력의 순서가 다릅니다. 지금은 ['place', 'size']",
    ),
    ("two_inputs", [("[from_size, from_place]", "[from_size, place]")], "이름이 place_layer인 층이 없습니다"),
    (
        "two_inputs",
        [("[from_size, from_place]", "[from_size, from_size]")],
        "이름이 place_layer인 층이 없습니다",
    ),
    ("two_inputs", [("(together)", "(from_size)"), ("[size, place]", "size")], "입력이 1개입니다"),
    ("two_inputs", [("Dense(3,", "Dense(8,"), ("Concatenate", "Add")], "지금은 8개, 맞는 수는 3개"),
    (
        "two_inputs",
        [('name="place_layer")(place)', 'name="place_layer")(size)')],
        "place_layer 층이 place의 출력을 받지 않습니다",
    ),
    ("residual", [("Add()([h, x])", "Concatenate()([h, x])")], "이어 붙이지 말고 더하세요"),
    ("residual", [("[h, x]", "[x, x]")], "같은 텐서를 두 번 더했습니다"),
    (
        "residual",
        [
            (
                'x = layers.Dense(8, name="block_2")(x)\nadded = layers.Add()([h, x])',
                'added = layers.Add()([h, x])\nx = layers.Dense(8, name="block_2")(added)',
            ),
            ("(added)\nresidual", "(x)\nresidual"),
        ],
        "output 층이 x만 받습니다",
    ),
    (
        "residual",
        [
            (
                'x = layers.Dense(8, name="block_2")(x)\nadded = layers.Add()([h, x])',
                "added = layers.Add()([h, x])",
            )
        ],
        "이름이 block_2인 층이 없습니다",
    ),
    ("residual", [("Add()([h, x])", "Subtract()([h, x])")], "h와 x의 합이 아닙니다"),
    (
        "shared_layer",
        [("from_right = encoder(right)", "from_right = encoder(left)")],
        "encoder 층이 right의 출력을 받지 않습니다",
    ),
    (
        "shared_layer",
        [("[from_left, from_right]", "[from_left, from_left]")],
        "같은 텐서를 두 번 이어 붙였습니다",
    ),
    ("shared_layer", [('name="encoder"', 'name="Encoder"')], "이름이 encoder인 층이 없습니다"),
    ("shared_layer", [("Dense(4,", "Dense(5,")], "지금은 5개, 맞는 수는 4개"),
    (
        "nesting",
        [("extractor(images)", "cnn(images)"), ("x = layers.Flatten()(features)", "x = features")],
        "cnn을 통째로 넣었습니다",
    ),
    (
        "nesting",
        [("layers.Flatten()(features)", "layers.Flatten()(images)")],
        "three_kinds 안에 extractor가 없습니다",
    ),
    (
        "nesting",
        [("x = layers.Flatten()(features)", "x = features")],
        "출력의 크기가 (None, 14, 14, 3)입니다",
    ),
    (
        "nesting",
        [
            (
                'extractor = keras.Model(cnn.inputs, cnn.get_layer("pool").output)',
                "copy = keras.models.clone_model(cnn)\n"
                'extractor = keras.Model(copy.inputs, copy.get_layer("pool").output)',
            )
        ],
        "extractor의 conv 층이 cnn의 층이 아닙니다",
    ),
]

RIGHT_IN_ANOTHER_WAY: list[tuple[str, list[Edit]]] = [
    ("rewrite", [("layers.MaxPooling2D(2)(x)", "layers.MaxPooling2D((2, 2))(x)")]),
    (
        "losses",
        [
            (
                '["mean_squared_error", "binary_crossentropy"]',
                '{"price": "mse", "sold": keras.losses.BinaryCrossentropy()}',
            ),
            ("[1, 0.5]", '{"price": 1.0, "sold": 0.5}'),
        ],
    ),
    ("residual", [("layers.Add()([h, x])", "x + h")]),
    ("two_inputs", [("[from_size, from_place]", "[from_place, from_size]")]),
    ("third_head", [("two_heads.inputs, [*two_heads.outputs, y3]", "inputs, [y1, y2, y3]")]),
    ("shared_layer", [("keras.Model([left, right], same)", "keras.Model([right, left], same)")]),
]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """run(file, edits) runs `snippets/exercises/<file>.py` with these pieces of its text replaced
    and returns its output. `helpers` is the folder beside it, as it is for a reader."""
    import keras

    others = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "helpers"}

    def run(file: str, edits: list[Edit] = []) -> str:  # noqa: B006 - only read
        source = (FOLDER / f"{file}.py").read_text(encoding="utf-8")
        for old, new in edits:
            assert source.count(old) == 1, f"{file}.py has {old!r} {source.count(old)} times"
            source = source.replace(old, new)
        keras.utils.clear_session()
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(source, str(FOLDER / f"{file}.py"), "exec"), {"__name__": "__main__"})
        return printed.getvalue()

    with pytest.MonkeyPatch.context() as patch:
        for name in others:
            patch.delitem(sys.modules, name)
        patch.syspath_prepend(str(FOLDER))
        patch.setattr(sys, "excepthook", sys.excepthook)  # the checks put their own there
        patch.chdir(tmp_path)
        yield run
        for name in [n for n in sys.modules if n.partition(".")[0] == "helpers"]:
            del sys.modules[name]


def test_every_exercise_has_a_starter_and_an_answer_and_nothing_else_is_there() -> None:
    found = sorted(path.stem for path in FOLDER.glob("*.py"))
    assert found == sorted([*TASKS, *(f"{task}_answer" for task in TASKS)])


@pytest.mark.parametrize("task", TASKS)
def test_a_starter_marks_what_to_do_and_its_answer_has_nothing_left_to_do(task: str) -> None:
    starter, answer = (
        (FOLDER / f"{name}.py").read_text(encoding="utf-8") for name in (task, f"{task}_answer")
    )
    assert "# 할 일: " in starter
    assert "할 일" not in answer
    check = f"check_{task}("
    assert starter.split("# %% check\n")[1] == answer.split("# %% check\n")[1]
    assert check in starter.split("# %% check\n")[1]


@pytest.mark.parametrize("task", TASKS)
def test_the_answer_passes(run: Callable[..., str], task: str) -> None:
    assert run(f"{task}_answer").splitlines()[-1].startswith("맞았습니다. ")


@pytest.mark.parametrize("task", TASKS)
def test_the_starter_fails_as_its_header_says(run: Callable[..., str], task: str) -> None:
    header = re.search(r'# yeje: raises = "(\w+): (.+)"', (FOLDER / f"{task}.py").read_text(encoding="utf-8"))
    assert header is not None
    with pytest.raises(Exception, match=re.escape(header[2])) as raised:
        run(task)
    assert raised.type.__name__ == header[1] == "UnsolvedError"
    assert str(raised.value).startswith("아직입니다.\n")


@pytest.mark.parametrize(("task", "edits", "message"), WRONG)
def test_a_wrong_answer_hears_what_is_wrong_with_it(
    run: Callable[..., str], task: str, edits: list[Edit], message: str
) -> None:
    with pytest.raises(Exception) as raised:  # its class is in no package
        run(f"{task}_answer", edits)
    assert message in str(raised.value).replace("\n", " ")
    assert raised.type.__name__ == "UnsolvedError"


def test_every_exercise_is_tried_with_wrong_answers() -> None:
    tried = [task for task, _, _ in WRONG]
    assert all(tried.count(task) >= 2 for task in TASKS)


@pytest.mark.parametrize(("task", "edits"), RIGHT_IN_ANOTHER_WAY)
def test_an_answer_that_is_right_in_another_way_passes(
    run: Callable[..., str], task: str, edits: list[Edit]
) -> None:
    assert run(f"{task}_answer", edits).splitlines()[-1].startswith("맞았습니다. ")


@pytest.mark.slow
def test_a_learner_sees_the_message_and_no_traceback(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, str(FOLDER / "branch.py")],
        cwd=tmp_path,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    assert ended.stderr.splitlines()[-3:-1] == ["아직입니다.", "출력이 1개입니다."]


def test_a_notebook_shows_the_message_alone(run: Callable[..., str]) -> None:
    with pytest.raises(Exception, match="아직입니다") as raised:
        run("branch")
    assert "\n".join(raised.value._render_traceback_()) == str(raised.value)  # type: ignore[attr-defined]
