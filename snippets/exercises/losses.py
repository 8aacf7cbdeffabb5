"""연습 6. 손실 둘과 비중"""
# yeje: raises = "UnsolvedError: sold 출력의 손실이 다릅니다."

# %% model
import keras
from helpers.checks import check_losses
from keras import layers

inputs = keras.Input((3,), name="input_layer")
h = layers.Dense(8, activation="relu", name="Layer_1")(inputs)
price = layers.Dense(1, name="price")(h)
sold = layers.Dense(1, activation="sigmoid", name="sold")(h)
house = keras.Model(inputs, [price, sold])

# %% compile
# 할 일: 출력마다 알맞은 손실을 정하고, sold의 손실은 0.5배만 더하세요.
house.compile(optimizer="adam", loss="mean_squared_error")

# %% check
print(check_losses(house))
