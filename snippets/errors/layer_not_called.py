"""층을 텐서로 호출하지 않은 코드"""
# yeje: raises = "ValueError: Only input tensors may be passed as positional arguments"

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
hidden = layers.Dense(4, activation="relu", name="hidden")  # 층을 만들기만 했습니다.
outputs = layers.Dense(1, name="output")(hidden)
model = keras.Model(inputs, outputs)
