"""연습 8. 건너뛰는 연결"""
# yeje: raises = "UnsolvedError: output 층이 x만 받습니다."

# %% model
import keras
from helpers.checks import check_residual
from keras import layers

inputs = keras.Input((6,), name="input_layer")
h = layers.Dense(8, activation="relu", name="first")(inputs)
x = layers.Dense(8, activation="relu", name="block_1")(h)
x = layers.Dense(8, name="block_2")(x)
# 할 일: 블록에 들어간 텐서와 블록에서 나온 텐서를 더해 output에 넘기세요.
outputs = layers.Dense(1, name="output")(x)
residual = keras.Model(inputs, outputs)

# %% check
print(check_residual(residual))
