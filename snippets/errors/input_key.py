"""입력의 키로 옛 이름을 쓴 코드"""
# yeje: raises = 'ValueError: Missing data for input "left"'

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
samples = {"input_1": np.ones((8, 3)), "input_2": np.ones((8, 2))}
model.predict(samples, verbose=0)
