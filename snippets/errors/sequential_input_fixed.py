"""input을 inputs로 고친 코드"""

# %% model
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input((3,)))
model.add(layers.Dense(4, activation="relu", name="hidden"))
model.add(layers.Dense(1, name="output"))
hidden = model.get_layer("hidden")

hidden_model = keras.Model(model.inputs, hidden.output)
print(hidden_model.output_shape)
