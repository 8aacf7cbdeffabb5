"""연습 5. 세 번째 출력"""
# yeje: raises = "UnsolvedError: 출력이 2개입니다."

# %% model
import keras
from helpers.checks import check_third_head
from keras import layers

inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(4, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(4, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
branch = layers.Dense(4, activation="relu", name="Branched_layer")(h2)
y2 = layers.Dense(1, name="y2_output")(branch)
two_heads = keras.Model(inputs, [y1, y2])

# %% head
# 할 일: two_heads의 Layer_2에서 세 번째 갈래를 내어 Third_layer와 y3_output을 이으세요.
three_heads = keras.Model(two_heads.inputs, two_heads.outputs)

# %% check
print(check_third_head(two_heads, three_heads))
