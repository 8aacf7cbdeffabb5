"""없는 이름으로 층을 찾는 코드"""
# yeje: raises = "ValueError: No such layer: layer_1"

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
hidden = layers.Dense(4, activation="relu", name="Layer_1")(inputs)
outputs = layers.Dense(1, name="y1_output")(hidden)
model = keras.Model(inputs, outputs)

layer = model.get_layer("layer_1")
