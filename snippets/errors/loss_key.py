"""손실의 키가 출력의 이름과 다른 코드"""
# yeje: raises = "ValueError: in loss dict, but found"

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((3,), name="input_layer")
y1 = layers.Dense(1, name="y1_output")(inputs)
y2 = layers.Dense(1, name="y2_output")(inputs)
model = keras.Model(inputs, [y1, y2])
model.compile(loss={"y1": "mse", "y2": "mae"})

# %% fit
samples, targets = np.ones((8, 3)), np.zeros((8, 1))
model.fit(samples, [targets, targets], verbose=0)
