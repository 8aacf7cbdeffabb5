"""연습 1의 풀이"""

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
x = layers.MaxPooling2D(2)(x)
x = layers.Flatten()(x)
x = layers.Dropout(0.3)(x)
outputs = layers.Dense(10, activation="softmax")(x)
functional = keras.Model(inputs, outputs)

# %% check
print(check_rewrite(sequential, functional))
