"""Sequential이 할 수 있는 일과 없는 일"""

# %% nested
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(4, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(4, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
branch = layers.Dense(4, activation="relu", name="Branched_layer")(h2)
y2 = layers.Dense(1, name="y2_output")(branch)
branched_model = keras.Model(inputs, [y1, y2], name="branched_model")

nested = keras.Sequential([keras.Input((3,)), branched_model])
for output in nested.outputs:
    print(output.shape)

# %% after
try:
    nested.add(layers.Dense(1))
except ValueError as error:
    message, _, _ = str(error).partition(" Inputs received")
    print(f"{type(error).__name__}: {message}")
