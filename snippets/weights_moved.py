"""손실 하나만 켜고 움직인 층을 보기"""

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(10, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(10, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
branch = layers.Dense(10, activation="relu", name="Branched_layer")(h2)
y2 = layers.Dense(1, name="y2_output")(branch)
switched = keras.Model(inputs, [y1, y2])

sides = np.random.default_rng(42).uniform(0.5, 1.5, (640, 3))
a, b, c = sides.T
targets = [2 * (a * b + b * c + c * a), a * b * c]


# %% moved
def moved_layers(loss_weights):
    switched.compile(optimizer="adam", loss=["mse", "mse"], loss_weights=loss_weights)
    before = {layer.name: layer.get_weights() for layer in switched.layers[1:]}
    switched.fit(sides, targets, epochs=1, verbose=0)
    return [
        name
        for name, old in before.items()
        if not all(map(np.array_equal, old, switched.get_layer(name).get_weights()))
    ]


for loss_weights in ([1, 1], [1, 0], [0, 1]):
    print(loss_weights, moved_layers(loss_weights))
