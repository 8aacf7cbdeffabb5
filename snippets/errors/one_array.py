"""두 입력에 배열을 하나만 건넨 코드"""
# yeje: raises = "ValueError: expects 2 named input(s) with keys"

# %% model
import keras
import numpy as np
from keras import layers

left = keras.Input((3,), name="left")
right = keras.Input((2,), name="right")
merged = layers.Concatenate()([left, right])
outputs = layers.Dense(1, name="output")(merged)
model = keras.Model([left, right], outputs)

# %% predict
samples = np.ones((8, 5))
model.predict(samples, verbose=0)
