"""손실마다 닿는 층을 색으로 칠한 그래프"""

# %% model
import keras
import numpy as np
import tensorflow as tf
from helpers.layer_graph import draw_layers
from keras import layers

keras.utils.set_random_seed(42)
inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(10, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(10, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
branch = layers.Dense(10, activation="relu", name="Branched_layer")(h2)
y2 = layers.Dense(1, name="y2_output")(branch)
coloured = keras.Model(inputs, [y1, y2])

# %% reach
samples = np.random.default_rng(42).uniform(0.5, 1.5, (5, 3)).astype("float32")
kernels = {layer.name: layer.kernel for layer in coloured.layers[1:]}
with tf.GradientTape(persistent=True) as tape:
    y1_loss, y2_loss = (tf.reduce_mean(y**2) for y in coloured(samples))

from_y1, from_y2 = tape.gradient(y1_loss, kernels), tape.gradient(y2_loss, kernels)
reached_by = {}
for name in kernels:
    pair = {"y1": from_y1[name], "y2": from_y2[name]}
    reached_by[name] = " + ".join(loss for loss in pair if pair[loss] is not None)
    print(f"{name:14} {reached_by[name]}")

# %% graph
notes = {"input_layer": "nothing", **reached_by}
colours = {"y1": "#6ea8dc", "y2": "#e5a063", "y1 + y2": "#6fbf9f", "nothing": "#aab2bc"}
draw_layers(coloured, notes, colours)
