"""Sequential에 층을 더하도록 고친 코드"""

# %% model
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input((3,), name="input_layer"))
model.add(layers.Dense(1, name="output"))
print(model.output_shape)
