"""어느 손실이 어느 층을 훈련시키는가"""

# %% model
import keras
import numpy as np
import tensorflow as tf
from keras import layers

keras.utils.set_random_seed(42)
inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(10, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(10, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
branch = layers.Dense(10, activation="relu", name="Branched_layer")(h2)
y2 = layers.Dense(1, name="y2_output")(branch)
traced = keras.Model(inputs, [y1, y2])

# %% gradients
sides = np.random.default_rng(42).uniform(0.5, 1.5, (640, 3)).astype("float32")
a, b, c = np.hsplit(sides, 3)
kernels = {layer.name: layer.kernel for layer in traced.layers[1:]}
with tf.GradientTape(persistent=True) as tape:
    y1_predicted, y2_predicted = traced(sides)
    y1_loss = tf.reduce_mean((2 * (a * b + b * c + c * a) - y1_predicted) ** 2)
    y2_loss = tf.reduce_mean((a * b * c - y2_predicted) ** 2)
    total_loss = 1 * y1_loss + 15 * y2_loss

from_y1, from_y2 = tape.gradient(y1_loss, kernels), tape.gradient(y2_loss, kernels)
print(f"{'':14} {'y1 loss':>7}  {'y2 loss':>7}")
for name in kernels:
    pair = from_y1[name], from_y2[name]
    sizes = ["-" if g is None else f"{tf.norm(g):.2f}" for g in pair]
    print(f"{name:14} {sizes[0]:>7}  {sizes[1]:>7}")

# %% sum
from_total = tape.gradient(total_loss, kernels)
for name in ("Layer_1", "Layer_2"):
    by_hand = 1 * from_y1[name] + 15 * from_y2[name]
    print(name, np.allclose(from_total[name], by_hand, rtol=1e-4, atol=1e-4))
