"""연습 4의 풀이"""

# %% model
import keras
from helpers.checks import check_branch
from keras import layers

inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(4, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(4, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
branch = layers.Dense(3, activation="relu", name="Branched_layer")(h1)
y2 = layers.Dense(2, name="y2_output")(branch)
branched = keras.Model(inputs, [y1, y2])

# %% check
print(check_branch(branched))
