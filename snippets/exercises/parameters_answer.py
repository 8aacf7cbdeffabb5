"""연습 2의 풀이"""

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
answer = {
    "conv": (3 * 3 * 3 + 1) * 8,
    "hidden": (6 * 6 * 8 + 1) * 10,
    "output": (10 + 1) * 4,
}
print(answer)

# %% check
print(check_parameters(cnn, answer))
