"""연습 7. 두 입력 잇기"""
# yeje: raises = "UnsolvedError: 입력이 1개입니다."

# %% model
import keras
from helpers.checks import check_two_inputs
from keras import layers

size = keras.Input((4,), name="size")
place = keras.Input((2,), name="place")
from_size = layers.Dense(8, activation="relu", name="size_layer")(size)
# 할 일: place도 제 층을 지나게 한 다음, 두 텐서를 이어 붙여 price를 호출하세요.
price = layers.Dense(1, name="price")(from_size)
house = keras.Model(size, price)

# %% check
print(check_two_inputs(house))
