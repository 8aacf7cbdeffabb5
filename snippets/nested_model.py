"""모델을 층처럼 호출하기"""

# %% inner
import keras
from keras import layers

small_input = keras.Input((3,), name="trunk_input")
h1 = layers.Dense(4, activation="relu", name="Layer_1")(small_input)
h2 = layers.Dense(4, activation="relu", name="Layer_2")(h1)
trunk = keras.Model(small_input, h2, name="trunk")

# %% outer
inputs = keras.Input((3,), name="input_layer")
shared = trunk(inputs)  # 모델을 텐서로 호출하면 텐서가 나옵니다.
y1 = layers.Dense(1, name="y1_output")(shared)
branch = layers.Dense(4, activation="relu", name="Branched_layer")(shared)
y2 = layers.Dense(1, name="y2_output")(branch)
nesting = keras.Model(inputs, [y1, y2], name="nesting")

# %% summary
nesting.summary(line_length=110)

# %% plot
keras.utils.plot_model(
    nesting,
    to_file="folded.png",
    show_layer_names=True,
)

# %% expanded
keras.utils.plot_model(
    nesting,
    to_file="expanded.png",
    show_layer_names=True,
    expand_nested=True,
)

# %% inside
print("a model is a layer:", isinstance(trunk, layers.Layer))
print("the very same:", nesting.get_layer("trunk") is trunk)
print("outside:", [layer.name for layer in nesting.layers])
print("inside: ", [layer.name for layer in nesting.get_layer("trunk").layers])

# %% reach
h1_inside = trunk.get_layer("Layer_1").output  # trunk_input에서 온 텐서입니다.
try:
    keras.Model(nesting.inputs, h1_inside)
except ValueError as error:
    print(f"{type(error).__name__}: {error}")
early = keras.Model(trunk.inputs, h1_inside)
print(keras.Model(nesting.inputs, early(nesting.inputs)).output_shape)
