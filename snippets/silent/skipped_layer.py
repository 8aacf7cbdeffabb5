"""은닉층이 빠진 코드"""
# yeje: raises = "AssertionError: 모델에 hidden 층이 없습니다"

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
hidden = layers.Dense(4, activation="relu", name="hidden")(inputs)
outputs = layers.Dense(1, name="output")(inputs)
model = keras.Model(inputs, outputs)
names = [layer.name for layer in model.layers]
print(names, model.count_params())

# %% check
assert "hidden" in names, "모델에 hidden 층이 없습니다"
