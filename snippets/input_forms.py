"""입력을 리스트로 주기와 딕셔너리로 주기"""

# %% model
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(42)
box_sides = rng.uniform(0.5, 1.5, (640, 3))
box_material = rng.uniform(1, 2, (640, 2))
a, b, c = box_sides.T
box_mass = 2 * (a * b + b * c + c * a) * box_material.prod(axis=1)


def new_model():
    keras.utils.set_random_seed(42)
    sides = keras.Input((3,), name="sides")
    material = keras.Input((2,), name="material")
    h_sides = layers.Dense(8, activation="relu", name="sides_layer")(sides)
    joined = layers.Concatenate(name="joined")([h_sides, material])
    h = layers.Dense(8, activation="relu", name="joint_layer")(joined)
    return keras.Model([sides, material], layers.Dense(1, name="mass")(h))


# %% list
by_order = new_model()
by_order.compile(optimizer="adam", loss="mse")
listed = by_order.fit([box_sides, box_material], box_mass, epochs=5, verbose=0)

# %% dict
by_name = new_model()
by_name.compile(optimizer="adam", loss="mse")
named_data = {"material": box_material, "sides": box_sides}
named = by_name.fit(named_data, box_mass, epochs=5, verbose=0)

# %% same
print("same losses:   ", listed.history["loss"] == named.history["loss"])
print("losses falling:", listed.history["loss"][-1] < listed.history["loss"][0])
from_list = by_order.predict([box_sides, box_material], verbose=0)
from_dict = by_name.predict(named_data, verbose=0)
print("max difference:", np.abs(from_list - from_dict).max())
