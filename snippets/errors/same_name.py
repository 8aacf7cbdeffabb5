"""두 층에 같은 이름을 붙인 코드"""
# yeje: raises = "ValueError: All operation names should be unique"

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
hidden = layers.Dense(4, activation="relu", name="hidden")(inputs)
hidden = layers.Dense(4, activation="relu", name="hidden")(hidden)
outputs = layers.Dense(1, name="output")(hidden)
model = keras.Model(inputs, outputs)
