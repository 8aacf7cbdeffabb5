"""특성 수가 다른 데이터를 넣은 코드"""
# yeje: raises = "ValueError: is incompatible with the layer: expected shape=(None, 3)"

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((3,), name="input_layer")
outputs = layers.Dense(1, name="output")(inputs)
model = keras.Model(inputs, outputs)

samples = np.ones((8, 5))
model.predict(samples, verbose=0)
