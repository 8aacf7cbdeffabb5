"""은닉층을 지나도록 고친 코드"""

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
hidden = layers.Dense(4, activation="relu", name="hidden")(inputs)
outputs = layers.Dense(1, name="output")(hidden)
model = keras.Model(inputs, outputs)
names = [layer.name for layer in model.layers]
print(names, model.count_params())

# %% check
assert "hidden" in names, "모델에 hidden 층이 없습니다"
