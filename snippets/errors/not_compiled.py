"""compile을 부르지 않고 훈련하는 코드"""
# yeje: raises = "ValueError: You must call `compile()` before using the model"

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((3,), name="input_layer")
y1 = layers.Dense(1, name="y1_output")(inputs)
y2 = layers.Dense(1, name="y2_output")(inputs)
model = keras.Model(inputs, [y1, y2])

# %% fit
samples, targets = np.ones((8, 3)), np.zeros((8, 1))
model.fit(samples, [targets, targets], verbose=0)
