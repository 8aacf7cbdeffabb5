"""연습 8의 풀이"""

# %% model
import keras
from helpers.checks import check_residual
from keras import layers

inputs = keras.Input((6,), name="input_layer")
h = layers.Dense(8, activation="relu", name="first")(inputs)
x = layers.Dense(8, activation="relu", name="block_1")(h)
x = layers.Dense(8, name="block_2")(x)
added = layers.Add()([h, x])
outputs = layers.Dense(1, name="output")(added)
residual = keras.Model(inputs, outputs)

# %% check
print(check_residual(residual))
