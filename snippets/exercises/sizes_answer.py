"""연습 3의 풀이"""

# %% model
import keras
from helpers.checks import check_sizes
from keras import layers

inputs = keras.Input((5,), name="input_layer")
h1 = layers.Dense(8, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(6, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(2, name="y1_output")(h2)
network = keras.Model(inputs, y1)

# %% check
print(check_sizes(network))
