"""손실과 비중의 수를 맞춘 코드"""

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((3,), name="input_layer")
y1 = layers.Dense(1, name="y1_output")(inputs)
y2 = layers.Dense(1, name="y2_output")(inputs)
model = keras.Model(inputs, [y1, y2])
model.compile(loss=["mse", "mse"], loss_weights=[1.0, 0.2])

# %% fit
samples, targets = np.ones((8, 3)), np.zeros((8, 1))
history = model.fit(samples, [targets, targets], verbose=0)
print(list(history.history))
