"""연습 2. 파라미터 세기"""
# yeje: raises = "UnsolvedError: conv 층: 절편을 빠뜨린 것 같습니다."

# %% model
import keras
from helpers.checks import check_parameters
from keras import layers

inputs = keras.Input((12, 12, 3))
x = layers.Conv2D(8, 3, activation="relu", padding="same", name="conv")(inputs)
x = layers.MaxPooling2D(2, name="pool")(x)
x = layers.Flatten()(x)
x = layers.Dense(10, activation="relu", name="hidden")(x)
outputs = layers.Dense(4, activation="softmax", name="output")(x)
cnn = keras.Model(inputs, outputs)

# %% count
# 할 일: conv의 식을 고치고, 나머지 두 층의 식을 적으세요. summary는 부르지 않습니다.
answer = {
    "conv": 3 * 3 * 3 * 8,
    "hidden": 0,
    "output": 0,
}

# %% check
print(check_parameters(cnn, answer))
