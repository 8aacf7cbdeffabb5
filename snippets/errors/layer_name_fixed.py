"""대문자까지 맞추어 고친 코드"""

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
hidden = layers.Dense(4, activation="relu", name="Layer_1")(inputs)
outputs = layers.Dense(1, name="y1_output")(hidden)
model = keras.Model(inputs, outputs)

layer = model.get_layer("Layer_1")
print(layer.name, layer.units)
