"""입력을 다시 만들어 연결이 끊어진 코드"""
# yeje: raises = "ValueError: is not connected to `inputs`"

# %% model
import keras
from keras import layers

inputs = keras.Input((3,))
hidden = layers.Dense(4, activation="relu", name="hidden")(inputs)
inputs = keras.Input((3,))  # 새 입력이 옛 입력의 이름을 차지합니다.
outputs = layers.Dense(1, name="output")(hidden)
model = keras.Model(inputs, outputs)
