"""층 하나를 두 번 호출한 코드"""
# yeje: raises = "AssertionError: 두 은닉층이 가중치를 함께 씁니다"

# %% model
import keras
from keras import layers

left = keras.Input((3,), name="left")
right = keras.Input((3,), name="right")
hidden = layers.Dense(4, activation="relu", name="hidden")
hidden_left = hidden(left)
hidden_right = hidden(right)
model = keras.Model([left, right], [hidden_left, hidden_right])
print(model.count_params())

# %% check
assert model.count_params() == 32, "두 은닉층이 가중치를 함께 씁니다"
