"""3-4-4-1 신경망"""

# %% sequential
import keras
import matplotlib.pyplot as plt
from helpers.neurons import draw_neurons
from keras import layers

toy_sequential = keras.Sequential(
    [
        keras.Input((3,), name="input_layer"),
        layers.Dense(4, activation="relu", name="Layer_1"),
        layers.Dense(4, activation="relu", name="Layer_2"),
        layers.Dense(1, name="y1_output"),
    ]
)

# %% functional
inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(4, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(4, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
toy = keras.Model(inputs, y1)

# %% drawing
draw_neurons(toy)
plt.show()

# %% count
for layer in toy_sequential.layers:
    weights, biases = layer.kernel.shape, layer.bias.shape
    print(f"{layer.name:10} {weights} + {biases} -> {layer.count_params()}")
print("Sequential:", toy_sequential.count_params())
print("Functional:", toy.count_params())
