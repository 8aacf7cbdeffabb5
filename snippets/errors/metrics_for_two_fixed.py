"""출력마다 지표를 적은 코드"""

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((3,), name="input_layer")
y1 = layers.Dense(1, name="y1_output")(inputs)
y2 = layers.Dense(1, name="y2_output")(inputs)
model = keras.Model(inputs, [y1, y2])
model.compile(loss="mse", metrics={"y1_output": ["mae"], "y2_output": ["mae"]})

# %% fit
samples, targets = np.ones((8, 3)), np.zeros((8, 1))
history = model.fit(samples, [targets, targets], verbose=0)
print(list(history.history))
