"""은닉층마다 유닛이 10개인 갈라지는 신경망"""

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(10, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(10, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, activation="linear", name="y1_output")(h2)
branch = layers.Dense(10, activation="relu", name="Branched_layer")(h2)
y2 = layers.Dense(1, activation="linear", name="y2_output")(branch)
branched_10 = keras.Model(inputs=inputs, outputs=[y1, y2])

# %% summary
branched_10.summary(line_length=110)

# %% plot
keras.utils.plot_model(
    branched_10, to_file="branched_10.png", show_shapes=True, show_layer_names=True
)


# %% count
def parameters(units):
    """Layer_1, Layer_2, Branched_layer, y1_output, y2_output 순서로 더합니다."""
    inner = (3 + 1) * units + (units + 1) * units + (units + 1) * units
    return inner + (units + 1) * 1 + (units + 1) * 1


print("count_params():", branched_10.count_params())
print("10 units by hand:", parameters(10))
print("4 units by hand:", parameters(4))
