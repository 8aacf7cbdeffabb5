"""입력 하나를 빠뜨린 코드"""
# yeje: raises = "ValueError: is not connected to `inputs`"

# %% model
import keras
from keras import layers

left = keras.Input((3,), name="left")
right = keras.Input((2,), name="right")
merged = layers.Concatenate()([left, right])
outputs = layers.Dense(1, name="output")(merged)
model = keras.Model(left, outputs)
