"""층을 두 개 만든 코드"""

# %% model
import keras
from keras import layers

left = keras.Input((3,), name="left")
right = keras.Input((3,), name="right")
hidden_left = layers.Dense(4, activation="relu", name="hidden_left")(left)
hidden_right = layers.Dense(4, activation="relu", name="hidden_right")(right)
model = keras.Model([left, right], [hidden_left, hidden_right])
print(model.count_params())

# %% check
assert model.count_params() == 32, "두 은닉층이 가중치를 함께 씁니다"
