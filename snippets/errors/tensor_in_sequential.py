"""Sequential에 텐서를 더한 코드"""
# yeje: raises = "ValueError: Only instances of `keras.Layer` can be added to a Sequential model"

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
model = keras.Sequential()
model.add(layers.Dense(1, name="output")(inputs))
