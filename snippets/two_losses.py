"""두 손실로 훈련하기"""

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
box_model = keras.Model(inputs, [y1, y2])

# %% compile
box_model.compile(
    optimizer=keras.optimizers.Adam(0.02),
    loss=["mse", "mse"],
    metrics=[["mae"], ["mae"]],
)

# %% fit
sides = np.random.default_rng(42).uniform(0.5, 1.5, (640, 3))
a, b, c = sides.T
surface, volume = 2 * (a * b + b * c + c * a), a * b * c
train_targets = [surface[:512], volume[:512]]
test_targets = [surface[512:], volume[512:]]
history = box_model.fit(sides[:512], train_targets, epochs=20, verbose=0)
print(*history.history, sep="\n")

# %% evaluate
scores = box_model.evaluate(sides[512:], test_targets, verbose=0, return_dict=True)
for name, value in scores.items():
    print(f"{name:14} {value:.2f}")
for name, target in [("y1_output_loss", surface), ("y2_output_loss", volume)]:
    print(f"{name:14} below a tenth of the baseline:", scores[name] < target.var() / 10)

# %% predict
cube = np.array([[1.0, 1.0, 1.0]])
surface_predicted, volume_predicted = box_model.predict(cube, verbose=0)
print("shapes: ", surface_predicted.shape, volume_predicted.shape)
print("surface:", surface_predicted.round(1))
print("volume: ", volume_predicted.round(1))
