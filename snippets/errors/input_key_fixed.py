"""입력층의 이름을 키로 쓴 코드"""

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
print([tensor.name for tensor in model.inputs])
samples = {"left": np.ones((8, 3)), "right": np.ones((8, 2))}
print(model.predict(samples, verbose=0).shape)
