"""연습 9. 두 입력이 함께 쓰는 층"""
# yeje: raises = "UnsolvedError: Dense 층이 3개입니다"

# %% model
import keras
from helpers.checks import check_shared_layer
from keras import layers

left = keras.Input((5,), name="left")
right = keras.Input((5,), name="right")
# 할 일: 두 입력이 encoder라는 층 하나를 함께 쓰도록 고치세요.
from_left = layers.Dense(4, activation="relu", name="encoder_a")(left)
from_right = layers.Dense(4, activation="relu", name="encoder_b")(right)
together = layers.Concatenate()([from_left, from_right])
same = layers.Dense(1, activation="sigmoid", name="same")(together)
twins = keras.Model([left, right], same)

# %% check
print(check_shared_layer(twins))
