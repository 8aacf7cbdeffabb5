"""크기가 다른 두 텐서를 더한 코드"""
# yeje: raises = "ValueError: Inputs have incompatible shapes"

# %% model
import keras
from keras import layers

inputs = keras.Input((4,), name="input_layer")
hidden = layers.Dense(3, activation="relu", name="hidden")(inputs)
added = layers.Add()([inputs, hidden])
