"""출력 자리에 텐서를 건네도록 고친 코드"""

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
hidden = layers.Dense(4, activation="relu", name="hidden")(inputs)
output_layer = layers.Dense(1, name="output")
outputs = output_layer(hidden)
model = keras.Model(inputs, outputs)
print(model.output_shape)
