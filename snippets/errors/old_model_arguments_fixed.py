"""inputs와 outputs로 고친 코드"""

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
outputs = layers.Dense(1, name="output")(inputs)
model = keras.Model(inputs=inputs, outputs=outputs)
print(model.input_shape, "->", model.output_shape)
