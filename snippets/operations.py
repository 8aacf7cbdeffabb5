"""층이 아닌 연산이 들어 있는 그래프"""

# %% model
import keras
from keras import layers

x = keras.Input((4,), name="x")
h = layers.Dense(4, activation="relu", name="hidden")(x)
with_plus = keras.Model(x, h + x)

# %% summary
with_plus.summary(line_length=110)

# %% plot
keras.utils.plot_model(
    with_plus,
    to_file="with_plus.png",
    show_layer_names=True,
)

# %% listed
print("layers:    ", [layer.name for layer in with_plus.layers])
print("operations:", [operation.name for operation in with_plus.operations])
print(isinstance(with_plus.operations[-1], layers.Layer))

# %% ops
clipped = keras.ops.clip(2 * h - x, 0, 1)
with_ops = keras.Model(x, clipped)
print([operation.name for operation in with_ops.operations])
