"""열을 나누어 배열 둘을 건넨 코드"""

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
predicted = model.predict([samples[:, :3], samples[:, 3:]], verbose=0)
print(predicted.shape)
