"""출력은 둘인데 정답을 하나만 건넨 코드"""
# yeje: raises = "KeyError: in the `loss` argument, can't be found"

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((3,), name="input_layer")
y1 = layers.Dense(1, name="y1_output")(inputs)
y2 = layers.Dense(1, name="y2_output")(inputs)
model = keras.Model(inputs, [y1, y2])
model.compile(loss="mse")

# %% fit
samples, targets = np.ones((8, 3)), np.zeros((8, 1))
model.fit(samples, targets, verbose=0)
