"""연습 1. 함수형 API로 다시 쓰기"""
# yeje: raises = "UnsolvedError: 없는 층이 2개 있습니다: MaxPooling2D, Dropout."

# %% model
import keras
from helpers.checks import check_rewrite
from keras import layers

sequential = keras.Sequential()
sequential.add(keras.Input((28, 28, 1)))
sequential.add(layers.Conv2D(16, kernel_size=5, activation="relu"))
sequential.add(layers.MaxPooling2D(2))
sequential.add(layers.Flatten())
sequential.add(layers.Dropout(0.3))
sequential.add(layers.Dense(10, activation="softmax"))

inputs = keras.Input((28, 28, 1))
x = layers.Conv2D(16, kernel_size=5, activation="relu")(inputs)
# 할 일: 빠진 층을 제자리에 넣어 sequential과 같은 모델을 만드세요.
x = layers.Flatten()(x)
outputs = layers.Dense(10, activation="softmax")(x)
functional = keras.Model(inputs, outputs)

# %% check
print(check_rewrite(sequential, functional))
