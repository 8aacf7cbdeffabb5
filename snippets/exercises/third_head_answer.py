"""연습 5의 풀이"""

# %% model
import keras
from helpers.checks import check_third_head
from keras import layers

inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(4, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(4, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
branch = layers.Dense(4, activation="relu", name="Branched_layer")(h2)
y2 = layers.Dense(1, name="y2_output")(branch)
two_heads = keras.Model(inputs, [y1, y2])

# %% head
shared = two_heads.get_layer("Layer_2").output
third = layers.Dense(5, activation="relu", name="Third_layer")(shared)
y3 = layers.Dense(1, name="y3_output")(third)
three_heads = keras.Model(two_heads.inputs, [*two_heads.outputs, y3])

# %% check
print(check_third_head(two_heads, three_heads))
