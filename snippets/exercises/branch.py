"""연습 4. 첫 번째 은닉층에서 갈라지기"""
# yeje: raises = "UnsolvedError: 출력이 1개입니다."

# %% model
import keras
from helpers.checks import check_branch
from keras import layers

inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(4, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(4, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
# 할 일: Layer_1의 출력에서 갈라져 Branched_layer와 y2_output을 지나는 길을 만드세요.
branched = keras.Model(inputs, y1)

# %% check
print(check_branch(branched))
