"""샘플 하나를 그대로 넣은 코드"""
# yeje: raises = "ValueError: Expected shape (None, 3), but input has incompatible shape (3,)"

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((3,), name="input_layer")
outputs = layers.Dense(1, name="output")(inputs)
model = keras.Model(inputs, outputs)

samples = np.ones((8, 3))
model.predict(samples[0], verbose=0)
