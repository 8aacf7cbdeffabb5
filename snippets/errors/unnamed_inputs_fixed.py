"""입력에 이름을 적은 코드"""

# %% model
import keras
import numpy as np
from keras import layers

left = keras.Input((3,), name="left")
right = keras.Input((2,), name="right")
merged = layers.Concatenate()([left, right])
model = keras.Model([left, right], layers.Dense(1, name="output")(merged))

# %% predict
samples = {"left": np.ones((8, 3)), "right": np.ones((8, 2))}
print(model.predict(samples, verbose=0).shape)
