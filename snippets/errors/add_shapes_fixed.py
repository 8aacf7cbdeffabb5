"""더할 텐서의 크기를 맞춘 코드"""

# %% model
import keras
from keras import layers

inputs = keras.Input((4,), name="input_layer")
hidden = layers.Dense(4, activation="relu", name="hidden")(inputs)
added = layers.Add()([inputs, hidden])
print(added.shape)
