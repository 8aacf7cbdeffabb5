"""손실에 비중을 곱해 더하기"""

# %% model
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(42)
inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(10, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(10, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
branch = layers.Dense(10, activation="relu", name="Branched_layer")(h2)
y2 = layers.Dense(1, name="y2_output")(branch)
weighted = keras.Model(inputs, [y1, y2])

sides = np.random.default_rng(42).uniform(0.5, 1.5, (640, 3))
a, b, c = sides.T
targets = [2 * (a * b + b * c + c * a), a * b * c]

# %% compile
weighted.compile(optimizer="adam", loss=["mse", "mse"], loss_weights=[1, 15])

# %% total
scores = weighted.evaluate(sides, targets, batch_size=32, verbose=0, return_dict=True)
y1_loss, y2_loss = scores["y1_output_loss"], scores["y2_output_loss"]
total = 1 * y1_loss + 15 * y2_loss
assert np.isclose(scores["loss"], total)
print(f"1 x {y1_loss:.4f} + 15 x {y2_loss:.4f} = {total:.2f}")
print(f"loss = {scores['loss']:.2f}")

# %% batches
for batch_size in (32, 640, 600):
    scores = weighted.evaluate(sides, targets, batch_size, verbose=0, return_dict=True)
    total = 1 * scores["y1_output_loss"] + 15 * scores["y2_output_loss"]
    equal = np.isclose(scores["loss"], total, rtol=1e-4)
    print(f"batch_size {batch_size}:", end=" ")
    print(f"loss {scores['loss']:.2f}, sum {total:.2f}, {equal}")
