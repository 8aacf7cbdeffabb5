"""신경망 두 개와 갈라지는 신경망 하나"""

# %% apart
import keras
from keras import layers


def chain(units, hidden_layers):
    network = keras.Sequential([keras.Input((3,))])
    for _ in range(hidden_layers):
        network.add(layers.Dense(units, activation="relu"))
    network.add(layers.Dense(1))
    return network


def apart(units):
    return chain(units, hidden_layers=2), chain(units, hidden_layers=3)


# %% together
def together(units):
    inputs = keras.Input((3,), name="input_layer")
    h1 = layers.Dense(units, activation="relu", name="Layer_1")(inputs)
    h2 = layers.Dense(units, activation="relu", name="Layer_2")(h1)
    y1 = layers.Dense(1, name="y1_output")(h2)
    branch = layers.Dense(units, activation="relu", name="Branched_layer")(h2)
    y2 = layers.Dense(1, name="y2_output")(branch)
    return keras.Model(inputs, [y1, y2])


# %% count
for units in (10, 4):
    for_y1, for_y2 = (network.count_params() for network in apart(units))
    print(f"{units:2} units, apart:    {for_y1} + {for_y2} = {for_y1 + for_y2}")
    print(f"{units:2} units, together: {together(units).count_params()}")
