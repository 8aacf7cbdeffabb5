"""연습 3. 크기를 바꾼 신경망"""
# yeje: raises = "UnsolvedError: 입력이 3개입니다."

# %% model
import keras
from helpers.checks import check_sizes
from keras import layers

# 할 일: 3-4-4-1 신경망을 5-8-6-2 신경망으로 고치세요.
inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(4, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(4, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
network = keras.Model(inputs, y1)

# %% check
print(check_sizes(network))
