"""손실과 정답을 적는 두 가지 방법"""

# %% model
import keras
import numpy as np
from keras import layers

sides = np.random.default_rng(42).uniform(0.5, 1.5, (640, 3))
a, b, c = sides.T
surface, volume = 2 * (a * b + b * c + c * a), a * b * c


def new_model():
    keras.utils.set_random_seed(42)
    inputs = keras.Input((3,), name="input_layer")
    h1 = layers.Dense(10, activation="relu", name="Layer_1")(inputs)
    h2 = layers.Dense(10, activation="relu", name="Layer_2")(h1)
    y1 = layers.Dense(1, name="y1_output")(h2)
    branch = layers.Dense(10, activation="relu", name="Branched_layer")(h2)
    return keras.Model(inputs, [y1, layers.Dense(1, name="y2_output")(branch)])


# %% list
by_order = new_model()
by_order.compile(optimizer="adam", loss=["mse", "mae"])
list_history = by_order.fit(sides, [surface, volume], epochs=2, verbose=0).history

# %% dict
by_name = new_model()
named_losses = {"y2_output": "mae", "y1_output": "mse"}
named_targets = {"y2_output": volume, "y1_output": surface}
by_name.compile(optimizer="adam", loss=named_losses)
dict_history = by_name.fit(sides, named_targets, epochs=2, verbose=0).history

# %% same
print("same history:", list_history == dict_history)
weights = zip(by_order.get_weights(), by_name.get_weights(), strict=True)
print("same weights:", all(np.array_equal(ours, theirs) for ours, theirs in weights))

# %% one
scores = []
for loss in ("mse", ["mse", "mse"]):
    model = new_model()
    model.compile(loss=loss)
    scores.append(model.evaluate(sides, [surface, volume], verbose=0, return_dict=True))
print("one for both:", scores[0] == scores[1])
