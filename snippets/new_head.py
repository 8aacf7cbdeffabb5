"""훈련한 몸통에 새 출력층 달기"""

# %% old
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(42)
samples = np.random.default_rng(42).standard_normal((200, 3), dtype="float32")
inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(4, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(4, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
old_model = keras.Model(inputs, y1)
old_model.compile("adam", "mse")
old_model.fit(samples, samples.sum(axis=1, keepdims=True), epochs=5, verbose=0)
first_prediction = old_model.predict(samples, verbose=0)

# %% head
old_tensor = old_model.get_layer("Layer_2").output
new_output = layers.Dense(1, name="new_output")(old_tensor)
new_model = keras.Model(old_model.inputs, new_output)
for name in ("Layer_1", "Layer_2"):
    print(name, new_model.get_layer(name).kernel is old_model.get_layer(name).kernel)

# %% frozen
for trainable in (False, True):
    for name in ("Layer_1", "Layer_2"):
        new_model.get_layer(name).trainable = trainable
    new_model.compile("adam", "mse")
    new_model.fit(samples, samples.prod(axis=1, keepdims=True), epochs=2, verbose=0)
    same = np.array_equal(first_prediction, old_model.predict(samples, verbose=0))
    arrays = len(new_model.trainable_weights)
    print("trainable:", trainable, "arrays:", arrays, "old prediction kept:", same)
