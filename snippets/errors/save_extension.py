"""확장자 없이 저장하는 코드"""
# yeje: raises = "ValueError: Invalid filepath extension for saving"

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
outputs = layers.Dense(1, name="output")(inputs)
model = keras.Model(inputs, outputs)

model.save("model")
