"""샘플 축을 남겨 고친 코드"""

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((3,), name="input_layer")
outputs = layers.Dense(1, name="output")(inputs)
model = keras.Model(inputs, outputs)

samples = np.ones((8, 3))
print(samples[0].shape, samples[:1].shape)
print(model.predict(samples[:1], verbose=0).shape)
