"""출력마다 그리는 손실 곡선"""

# %% fit
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers

keras.utils.set_random_seed(42)
inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(10, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(10, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
branch = layers.Dense(10, activation="relu", name="Branched_layer")(h2)
y2 = layers.Dense(1, name="y2_output")(branch)
watched = keras.Model(inputs, [y1, y2])
watched.compile(optimizer=keras.optimizers.Adam(0.02), loss=["mse", "mse"])

sides = np.random.default_rng(42).uniform(0.5, 1.5, (640, 3))
a, b, c = sides.T
targets = [2 * (a * b + b * c + c * a), a * b * c]
record = watched.fit(sides, targets, validation_split=0.2, epochs=20, verbose=0)
curves = record.history
print(list(curves))

# %% plot
fig, axes = plt.subplots(1, 2, figsize=(8, 3.2), layout="constrained")
for ax, head in zip(axes, ["y1_output", "y2_output"], strict=True):
    ax.plot(curves[f"{head}_loss"], label="train")
    ax.plot(curves[f"val_{head}_loss"], "--", label="validation")
    ax.set(title=head, xlabel="epoch", ylabel="loss", yscale="log")
    ax.legend()
plt.show()
