"""손실마다 그레이디언트가 닿는 층"""

# %% model
import keras
import numpy as np
import tensorflow as tf
from keras import layers

keras.utils.set_random_seed(42)
inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(4, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(4, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
branch = layers.Dense(4, activation="relu", name="Branched_layer")(h2)
y2 = layers.Dense(1, name="y2_output")(branch)
trunk_and_branch = keras.Model(inputs, [y1, y2])

# %% reach
samples = np.random.default_rng(42).standard_normal((5, 3), dtype="float32")
kernels = {layer.name: layer.kernel for layer in trunk_and_branch.layers[1:]}
with tf.GradientTape(persistent=True) as tape:
    y1_predicted, y2_predicted = trunk_and_branch(samples)
    y1_loss = tf.reduce_mean(y1_predicted**2)
    y2_loss = tf.reduce_mean(y2_predicted**2)

y1_gradients = tape.gradient(y1_loss, kernels)
y2_gradients = tape.gradient(y2_loss, kernels)
print(f"{'':14} y1 loss  y2 loss")
for name in kernels:
    reached = ["-" if g[name] is None else "O" for g in (y1_gradients, y2_gradients)]
    print(f"{name:14} {reached[0]:^7}  {reached[1]:^7}".rstrip())
