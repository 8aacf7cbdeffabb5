"""yeje.run.models and yeje.run.summaries: what a run notes of layers, with Keras itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from textwrap import dedent
from typing import Any

import pytest
from conftest import Bench, texts

from yeje import layers
from yeje.layers import Summary
from yeje.model import Run
from yeje.runner import PRELOAD

pytestmark = pytest.mark.tensorflow

IMPORTS = "# %% model\nimport keras\nfrom keras import layers, ops\n\n"


@pytest.fixture(scope="module")
def studio(make_bench: Callable[..., Bench]) -> Bench:
    return make_bench(preload=PRELOAD)


def shown(run: Run) -> list[dict[str, Any]]:
    """The outputs of a run that show a model."""
    return [output for cell in run.outputs for output in cell if layers.layers_of(output)]


def table(run: Run) -> Summary:
    """The table of the only summary of a run."""
    (output,) = shown(run)
    summary = layers.summary_of(output)
    assert summary is not None
    return summary


def places(run: Run, program: str) -> dict[str, list[str]]:
    """Name of a layer -> the pieces of the program that made it and called it."""
    lines = dedent(program).lstrip("\n").split("\n")

    def piece(span: layers.Span) -> str:
        first, column, last, end = span
        chosen = [line.encode() for line in lines[first - 1 : last]]
        chosen[-1] = chosen[-1][:end]
        chosen[0] = chosen[0][column:]
        return b"\n".join(chosen).decode()

    found: dict[str, list[str]] = {}
    for output in shown(run):
        for layer in layers.layers_of(output):
            found[layer.name] = [piece(span) for span in layer.spans]
    return found


CONSTRUCTS = {
    "a nested call": (
        """
        x = keras.Input((3,), name="x")
        keras.Model(x, layers.Dense(1, name="b")(layers.Dense(4, name="a")(x))).summary()
        """,
        {
            "x": ['keras.Input((3,), name="x")'],
            "a": ['layers.Dense(4, name="a")', 'layers.Dense(4, name="a")(x)'],
            "b": [
                'layers.Dense(1, name="b")',
                'layers.Dense(1, name="b")(layers.Dense(4, name="a")(x))',
            ],
        },
    ),
    "a layer that is called twice": (
        """
        x, y = keras.Input((3,), name="x"), keras.Input((3,), name="y")
        shared = layers.Dense(4, name="shared")
        keras.Model([x, y], [shared(x), shared(y)]).summary()
        """,
        {
            "x": ['keras.Input((3,), name="x")'],
            "y": ['keras.Input((3,), name="y")'],
            "shared": ['layers.Dense(4, name="shared")', "shared(x)", "shared(y)"],
        },
    ),
    "a call over several lines, behind Hangul": (
        """
        입력 = keras.Input((3,), name="입력")
        가 = "가나"; 은닉 = layers.Dense(
            4,
            name="은닉",
        )(입력)
        keras.Model(입력, 은닉).summary()
        """,
        {
            "입력": ['keras.Input((3,), name="입력")'],
            "은닉": [
                'layers.Dense(\n    4,\n    name="은닉",\n)',
                'layers.Dense(\n    4,\n    name="은닉",\n)(입력)',
            ],
        },
    ),
    "methods called in another line than their object's": (
        """
        class 층:
            밀집 = layers.Dense

        x = keras.Input((3,), name="x")
        y = (
            layers
            .Dense(4, name="a")
            (x)
        )
        z = (층
             .밀집(1, name="b"))(y)
        keras.Model(x, z).summary()
        """,
        {
            "x": ['keras.Input((3,), name="x")'],
            "a": ['layers\n    .Dense(4, name="a")', 'layers\n    .Dense(4, name="a")\n    (x)'],
            "b": ['층\n     .밀집(1, name="b")', '(층\n     .밀집(1, name="b"))(y)'],
        },
    ),
    "a loop": (
        """
        h = x = keras.Input((3,), name="x")
        for name in "ab":
            h = layers.Dense(4, name=name)(h)
        keras.Model(x, h).summary()
        """,
        {
            "x": ['keras.Input((3,), name="x")'],
            "a": ["layers.Dense(4, name=name)", "layers.Dense(4, name=name)(h)"],
            "b": ["layers.Dense(4, name=name)", "layers.Dense(4, name=name)(h)"],
        },
    ),
    "a function of the program": (
        """
        def block(tensor, name):
            return layers.Dense(4, name=name)(tensor)

        x = keras.Input((3,), name="x")
        keras.Model(x, block(x, "a")).summary()
        """,
        {
            "x": ['keras.Input((3,), name="x")'],
            "a": ["layers.Dense(4, name=name)", "layers.Dense(4, name=name)(tensor)"],
        },
    ),
    "Sequential of a list": (
        """
        model = keras.Sequential([
            keras.Input((3,)),
            layers.Dense(4, name="a"),
            layers.Dense(1, name="b"),
        ])
        model.summary()
        """,
        {"a": ['layers.Dense(4, name="a")'], "b": ['layers.Dense(1, name="b")']},
    ),
    "Sequential of names": (
        """
        def build(units):
            a = layers.Dense(units, name="a")
            return keras.Sequential([keras.Input((3,)), a, b, *more], name="m")

        b, more = layers.Dense(1, name="b"), [layers.Dense(1, name="c")]
        build(4).summary()
        """,
        {
            "a": ['layers.Dense(units, name="a")', "a"],
            "b": ['layers.Dense(1, name="b")', "b"],
            "c": ['layers.Dense(1, name="c")'],
        },
    ),
    "a Sequential of a class of its own, of names": (
        """
        class Mine(keras.Sequential):
            def __init__(self, 층, other):
                super().__init__(layers=(other, 층))

        one, other = layers.Dense(4, name="a"), layers.Dense(1, name="b")
        Mine(one, other).summary()
        """,
        {"a": ['layers.Dense(4, name="a")', "층"], "b": ['layers.Dense(1, name="b")', "other"]},
    ),
    "Sequential.add": (
        """
        model = keras.Sequential()
        model.add(keras.Input((3,)))
        model.add(layers.Dense(4, name="a"))
        b = layers.Dense(1, name="b")
        model.add(b)
        model.summary()
        """,
        {
            "a": ['layers.Dense(4, name="a")', 'model.add(layers.Dense(4, name="a"))'],
            "b": ['layers.Dense(1, name="b")', "model.add(b)"],
        },
    ),
    "a Sequential that is built later": (
        """
        model = keras.Sequential([layers.Dense(4, name="a")])
        model.build((None, 3))
        model.summary()
        """,
        {"a": ['layers.Dense(4, name="a")']},
    ),
    "operations without a layer": (
        """
        x = keras.Input((3,), name="x")
        h = layers.Dense(3, name="h")(x)
        y = ops.relu(x + h)[:, 0]
        keras.Model(x, y).summary()
        """,
        {
            "x": ['keras.Input((3,), name="x")'],
            "h": ['layers.Dense(3, name="h")', 'layers.Dense(3, name="h")(x)'],
            "add": ["x + h"],
            "relu": ["ops.relu(x + h)"],
            "get_item": ["ops.relu(x + h)[:, 0]"],
        },
    ),
    "a model used as a layer": (
        """
        i = keras.Input((3,))
        part = keras.Model(i, layers.Dense(2)(i), name="part")
        x = keras.Input((3,), name="x")
        keras.Model(x, part(x)).summary()
        """,
        {
            "x": ['keras.Input((3,), name="x")'],
            "part": ['keras.Model(i, layers.Dense(2)(i), name="part")', "part(x)"],
        },
    ),
    "a model cut out of another": (
        """
        x = keras.Input((3,), name="x")
        a = layers.Dense(4, name="a")(x)
        b = layers.Dense(1, name="b")(a)
        keras.Model(a, b).summary()
        """,
        {
            "keras_tensorCLONE": ["keras.Model(a, b)"],
            "b": ['layers.Dense(1, name="b")', 'layers.Dense(1, name="b")(a)'],
        },
    ),
    "a layer class of the program": (
        """
        class Twice(layers.Layer):
            def __init__(self):
                super().__init__(name="twice")
                self.inner = layers.Dense(3, name="inner")

            def call(self, x):
                return self.inner(self.inner(x))

        x = keras.Input((3,), name="x")
        keras.Model(x, Twice()(x)).summary()
        """,
        {"x": ['keras.Input((3,), name="x")'], "twice": ["Twice()", "Twice()(x)"]},
    ),
    "a copy": (
        """
        model = keras.Sequential([keras.Input((3,)), layers.Dense(4, name="a")])
        keras.models.clone_model(model).summary()
        """,
        {"a": ["keras.models.clone_model(model)"]},
    ),
}


@pytest.mark.parametrize(("code", "expected"), CONSTRUCTS.values(), ids=CONSTRUCTS)
def test_the_places_of_layers_are_those_of_the_program(
    studio: Bench, code: str, expected: dict[str, list[str]]
) -> None:
    program = IMPORTS + dedent(code).lstrip("\n")
    assert places(studio.works(program), program) == expected


def test_what_a_helper_makes_stands_where_the_program_calls_the_helper(studio: Bench) -> None:
    helper = "from keras import layers\n\n\ndef block(x):\n    return layers.Dense(4, name='a')(x)\n"
    studio.sketch.write("snippets/blocks.py", helper)
    program = "# %% a\nimport keras\nfrom blocks import block\n\nx = keras.Input((3,))\n"
    program += "keras.Model(x, block(x)).summary()\n"
    assert places(studio.works(program), program)["a"] == ["block(x)"]


LAYERS = {
    "Dense(4)": ((3,), "3·4 + 4 = 16"),
    "Dense(4, use_bias=False)": ((3,), "3·4 = 12"),
    "Conv2D(32, 3)": ((28, 28, 1), "3·3·1·32 + 32 = 320"),
    "DepthwiseConv2D(3)": ((28, 28, 2), "3·3·2·1 + 2 = 20"),
    "BatchNormalization()": ((5,), "5 + 5 + 5 + 5 = 20"),
    "LSTM(4)": ((7, 3), "3·16 + 4·16 + 16 = 128"),
    "Embedding(1000, 16)": ((7,), "1000·16 = 16,000"),
    "PReLU()": ((5,), ""),
    "Dropout(0.5)": ((5,), ""),
}


def test_the_formula_comes_from_the_shapes_of_the_weights(studio: Bench) -> None:
    models = "".join(
        f"keras.Sequential([keras.Input({shape}), layers.{layer}]).summary()\n"
        for layer, (shape, _) in LAYERS.items()
    )
    run = studio.works(f"# yeje: output_kb = 512\n{IMPORTS}{models}")
    found = dict(zip(LAYERS, [layers.layers_of(output)[0] for output in shown(run)], strict=True))
    assert {name: layer.formula for name, layer in found.items()} == {n: f for n, (_, f) in LAYERS.items()}
    for layer in found.values():
        work, _, total = layer.formula.partition(" = ")
        assert not work or eval(work.replace("·", "*")) == int(total.replace(",", ""))
        assert total in ("", layer.params)


def test_an_attention_has_a_formula_of_all_its_weights(studio: Bench) -> None:
    program = f"""{IMPORTS}
x = keras.Input((4, 6))
keras.Model(x, layers.MultiHeadAttention(2, 3)(x, x)).summary()
"""
    layer = table(studio.works(program)).rows[-1].layer
    work, _, total = layer.formula.partition(" = ")
    assert work.count("6·2·3 + 2·3") == 3 and "2·3·6 + 6" in work
    assert eval(work.replace("·", "*")) == int(total) == int(layer.params)


MODELS = {
    "a chain": "model = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.Dense(1)])",
    "branches": """
x = keras.Input((3,), name="입력층")
h = layers.Dense(4, name="은닉층")(x)
model = keras.Model(x, [layers.Dense(1)(h), layers.Dense(2)(h), h + 1])""",
    "a long name and a long connection": """
x = keras.Input((3,), name="a_very_long_name_" * 5)
model = keras.Model(x, layers.Add()([layers.Dense(3)(x) for _ in range(6)]))""",
    "a shared layer": """
x, y = keras.Input((3,)), keras.Input((3,))
d = layers.Dense(2)
model = keras.Model([x, y], layers.Concatenate()([d(x), d(y)]))""",
    "models inside": """
inner = keras.Sequential([keras.Input((3,)), layers.Dense(2)], name="inner")
i = keras.Input((3,))
part = keras.Model(i, [inner(i), layers.Dense(1)(i)], name="part")
x = keras.Input((3,))
model = keras.Model(x, part(x))""",
    "a class of its own": """
class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.a, self.b = layers.Dense(2), layers.Dense(1)

    def call(self, x):
        return self.b(self.a(x))

model = Own()
model(ops.ones((1, 3)));""",
    "a model that is not built": "model = keras.Sequential([layers.Dense(2), layers.Dense(1)])",
    "a compiled and trained model": """
model = keras.Sequential([keras.Input((3,)), layers.BatchNormalization(), layers.Dense(1)])
model.compile("adam", "mse")
model.train_on_batch(ops.ones((2, 3)), ops.ones((2, 1)))
model.layers[0].trainable = False""",
}
OPTIONS = ("", "expand_nested=True", "show_trainable=True, expand_nested=True")


def terminal(text: str) -> list[list[str]]:
    """The cells of the rows of a printed table that is wide enough for them."""
    lines = [line for line in text.split("\n") if line.startswith("│")]
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in lines]


@pytest.mark.parametrize("code", MODELS.values(), ids=MODELS)
def test_a_table_says_what_the_terminal_says(studio: Bench, code: str) -> None:
    wide = "".join(f"model.summary(line_length=900, {options})\n" for options in OPTIONS)
    run = studio.works(f"{IMPORTS}import os\nos.environ['COLUMNS'] = '1000'\n{code}\n# %% s\n{wide}")
    assert len(run.outputs[1]) == len(OPTIONS)
    for output in run.outputs[1]:
        summary = layers.summary_of(output)
        assert summary is not None
        text = output["data"]["text/plain"]
        rows = [
            [
                f"{'└ ' if row.level else ''}{row.layer.name} ({row.layer.kind})",
                row.layer.shape,
                row.layer.params,
                *(cell for cell in (row.connected, row.trainable) if cell is not None),
            ]
            for row in summary.rows
        ]
        assert rows == terminal(text)
        totals = [f" {name}: {value}" for name, value in summary.totals]
        assert len(totals) >= 3 and totals == text.split("\n")[-1 - len(totals) : -1]
        assert text.startswith(f'Model: "{summary.model}"\n')


def test_a_summary_stands_between_what_is_printed_before_and_after(studio: Bench) -> None:
    run = studio.run_twice(
        f"{IMPORTS}import os\nprint('before')\nkeras.Sequential([layers.Dense(2)]).summary()\n"
        "os.write(1, b'after\\n');\nprint('end')\n"
    )
    first, summary, last = run.outputs[0]
    assert (first["text"], last["text"]) == ("before\n", "after\nend\n")
    assert layers.summary_of(summary) is not None


def test_layer_range_is_kept_to(studio: Bench) -> None:
    code = "m = keras.Sequential([keras.Input((2,))] + [layers.Dense(2, name=n) for n in 'abcd'])\n"
    summary = table(studio.works(f"{IMPORTS}{code}m.summary(layer_range=('b', 'c'))\n"))
    assert [row.layer.name for row in summary.rows] == ["b", "c"]


ELSEWHERE = {
    "a print_fn": ("m.summary(print_fn=texts.append)", "[1]"),
    "print": ("m.summary(print_fn=print)", "[0]"),
    "a stream": ("with contextlib.redirect_stdout(io.StringIO()):\n    m.summary()", "[0]"),
}


@pytest.mark.parametrize(("code", "kept"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_a_program_sends_elsewhere_is_its_own(studio: Bench, code: str, kept: str) -> None:
    start = f"{IMPORTS}import contextlib, io\ntexts = []\nm = keras.Sequential([layers.Dense(2)])\n"
    run = studio.works(f"{start}{code}\n# %% b\nprint([len(texts)])\n")
    assert shown(run) == []
    assert texts(run, 1) == f"{kept}\n"
    assert ("Layer (type)" in texts(run, 0)) == ("print)" in code)


@pytest.mark.parametrize(
    "code",
    [
        "m.summary(layer_range=('x', 'y'))",
        "m.summary(line_length=4)",
        "m.add(5)",
        "m.add(layers.Dense(1, name='a'))",
        "m.add(layers.Conv2D(1, 3))",
        "layers.Dense(1)(m)",
    ],
)
def test_no_traceback_has_a_line_of_the_engine(studio: Bench, code: str) -> None:
    start = (
        f"{IMPORTS}import traceback\nm = keras.Sequential([keras.Input((2,)), layers.Dense(2, name='a')])\n"
    )
    run = studio.works(
        f"{start}keras.config.disable_traceback_filtering()\n"
        f"try:\n    {code}\nexcept Exception:\n    print(traceback.format_exc())\n"
    )
    assert "Traceback" in texts(run) and "yeje" not in texts(run)


def test_layers_live_no_longer_than_the_program_holds_them(studio: Bench) -> None:
    run = studio.works(
        f"{IMPORTS}import gc, weakref\nlayer = layers.Dense(2)\nlayer(keras.Input((3,)))\n"
        "gone = weakref.ref(layer)\ndel layer\ngc.collect();\nprint(gone())\n"
    )
    assert texts(run) == "None\n"


def test_layers_keep_their_number_in_every_view(studio: Bench) -> None:
    program = f"""{IMPORTS}
x = keras.Input((3,), name="x")
part = keras.Sequential([keras.Input((3,)), layers.Dense(2, name="in")], name="part")
model = keras.Model(x, [layers.Dense(1, name="a")(x), part(x)])
# %% views
model.summary(expand_nested=True)
keras.utils.plot_model(model)
keras.utils.plot_model(model, expand_nested=True)
model.summary()
"""
    run = studio.run_twice(program)
    by_name: dict[str, set[int]] = {}
    for output in shown(run):
        for layer in layers.layers_of(output):
            by_name.setdefault(layer.name, set()).add(layer.number)
    assert sorted(by_name) == ["a", "in", "part", "x"]
    assert all(len(numbers) == 1 for numbers in by_name.values())
    assert len(set.union(*by_name.values())) == len(by_name)


def test_the_nodes_of_a_graph_are_layers(studio: Bench) -> None:
    run = studio.run_twice(
        f"{IMPORTS}x = keras.Input((3,), name='x')\n"
        "model = keras.Model(x, layers.Dense(1, name='a')(x))\n"
        "keras.utils.plot_model(model, show_layer_names=True);\n"
    )
    (output,) = shown(run)
    drawing = output["data"]["image/svg+xml"]
    for node, layer in layers.nodes_of(output).items():
        group = re.search(rf"<title>{node}</title>(.*?)</g>", drawing, re.DOTALL)
        assert group and f">{layer.name}</text>" in group[1]
    assert [layer.name for layer in layers.nodes_of(output).values()] == ["x", "a"]
    assert output["data"]["image/png"].startswith("iVBOR")


def test_the_box_around_the_layers_of_a_model_is_that_model(studio: Bench) -> None:
    run = studio.run_twice(
        f"{IMPORTS}i = keras.Input((3,))\npart = keras.Model(i, layers.Dense(2, name='in')(i), name='몸통')\n"
        "x = keras.Input((3,), name='x')\nmodel = keras.Model(x, part(x))\n"
        "keras.utils.plot_model(model, expand_nested=True);\n"
    )
    (output,) = shown(run)
    nodes = layers.nodes_of(output)
    assert nodes["cluster_몸통"].kind == "Functional"
    assert "<title>cluster_몸통</title>" in output["data"]["image/svg+xml"]
    assert {"in", "x"} <= {layer.name for layer in nodes.values()}


def test_a_layer_may_use_the_names_that_models_use(studio: Bench) -> None:
    program = f"""{IMPORTS}
class Block(layers.Layer):
    def __init__(self, count):
        super().__init__(name="block")
        self.layers, self.dense = count, layers.Dense(3)

    def call(self, x):
        for _ in range(self.layers):
            x = self.dense(x)
        return x

x = keras.Input((3,))
keras.Model(x, Block(2)(x)).summary()
"""
    layer = table(studio.works(program)).rows[-1].layer
    assert (layer.name, layer.formula) == ("block", "3·3 + 3 = 12")


HOSTILE = {
    "a class that breaks when asked": """
class Broken(layers.Layer):
    @property
    def layers(self):
        raise RuntimeError("no")

    def call(self, x):
        return x

x = keras.Input((3,))
keras.Model(x, Broken()(x)).summary()""",
    "a patched Keras": """
keras.src.utils.summary_utils.format_layer_shape = lambda layer: 5 * "x"
keras.src.ops.operation.Operation.__new__ = staticmethod(lambda cls, *a, **k: object.__new__(cls))
keras.Sequential([keras.Input((3,))]).summary()""",
}


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE)
def test_models_unlike_keras_own_still_print(studio: Bench, code: str) -> None:
    run = studio.works(f"{IMPORTS}{code}\n")
    said = texts(run) + "".join(str(o["data"]["text/plain"]) for o in run.outputs[0] if "data" in o)
    assert "Layer (type)" in said and "Total params" in said


def test_more_summaries_than_may_be_printed_end_a_program(studio: Bench) -> None:
    message = studio.run(
        f"# yeje: output_kb = 8\n{IMPORTS}m = keras.Sequential([layers.Dense(2)])\n"
        "for _ in range(100):\n    m.summary()\n"
    ).error
    assert message is not None and "printed more than 8 KiB" in str(message)
