"""층마다 다른 이름을 붙여 고친 코드"""

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
hidden = layers.Dense(4, activation="relu", name="hidden_1")(inputs)
hidden = layers.Dense(4, activation="relu", name="hidden_2")(hidden)
outputs = layers.Dense(1, name="output")(hidden)
model = keras.Model(inputs, outputs)
print([layer.name for layer in model.layers])
