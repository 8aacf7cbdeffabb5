"""출력 자리에 층을 건넨 코드"""
# yeje: raises = "ValueError: All `outputs` values must be KerasTensors"

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
hidden = layers.Dense(4, activation="relu", name="hidden")(inputs)
output_layer = layers.Dense(1, name="output")
model = keras.Model(inputs, output_layer)
