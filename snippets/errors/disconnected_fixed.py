"""입력을 한 번만 만들도록 고친 코드"""

# %% model
import keras
from keras import layers

inputs = keras.Input((3,))
hidden = layers.Dense(4, activation="relu", name="hidden")(inputs)
outputs = layers.Dense(1, name="output")(hidden)
model = keras.Model(inputs, outputs)
print([layer.name for layer in model.layers])
