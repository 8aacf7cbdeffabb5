"""input과 output이라고 적은 코드"""
# yeje: raises = "ValueError: Unrecognized keyword arguments passed to Model"

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
outputs = layers.Dense(1, name="output")(inputs)
model = keras.Model(input=inputs, output=outputs)
