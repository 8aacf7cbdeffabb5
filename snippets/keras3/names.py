"""이름과 크기를 적는 법"""

# %% names
import keras
import tensorflow as tf
from keras import layers

inputs = keras.Input((3,))
hidden = layers.Dense(4, activation="relu")
outputs = layers.Dense(1)(hidden(inputs))
named = keras.Model(inputs, outputs)
print("model: ", named.name)
print("layers:", [layer.name for layer in named.layers])

# %% shapes
print("model: ", named.input_shape, named.output_shape)
print("input layer:", named.layers[0].output.shape)
print("hidden layer:", hidden.output.shape, hasattr(hidden, "output_shape"))

# %% weights
for weight in hidden.weights:
    print(weight.name, weight.path)

# %% same
print(tf.keras.Model is keras.Model, tf.keras.__version__ == keras.__version__)
