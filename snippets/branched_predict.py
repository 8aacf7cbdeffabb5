"""출력이 둘인 모델의 예측"""

# %% model
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(29)
inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(4, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(4, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
branch = layers.Dense(4, activation="relu", name="Branched_layer")(h2)
y2 = layers.Dense(1, name="y2_output")(branch)
two_outputs = keras.Model(inputs, [y1, y2])

# %% predict
samples = np.random.default_rng(42).standard_normal((5, 3), dtype="float32")
y1_predicted, y2_predicted = two_outputs.predict(samples, verbose=0)
print(y1_predicted.shape, y2_predicted.shape)
print(np.hstack([y1_predicted, y2_predicted]).round(3))


# %% by_hand
def dense(x, name):
    kernel, bias = two_outputs.get_layer(name).get_weights()
    return x @ kernel + bias


shared = np.maximum(dense(samples, "Layer_1"), 0)
shared = np.maximum(dense(shared, "Layer_2"), 0)
y1_by_hand = dense(shared, "y1_output")
y2_by_hand = dense(np.maximum(dense(shared, "Branched_layer"), 0), "y2_output")
print("y1 max difference < 1e-6:", np.abs(y1_by_hand - y1_predicted).max() < 1e-6)
print("y2 max difference < 1e-6:", np.abs(y2_by_hand - y2_predicted).max() < 1e-6)
