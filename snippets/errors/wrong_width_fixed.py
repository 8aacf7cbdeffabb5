"""데이터의 특성 수에 맞춘 코드"""

# %% model
import keras
import numpy as np
from keras import layers

samples = np.ones((8, 5))
inputs = keras.Input((samples.shape[1],), name="input_layer")
outputs = layers.Dense(1, name="output")(inputs)
model = keras.Model(inputs, outputs)
print(model.predict(samples, verbose=0).shape)
