"""출력의 이름 없이 기록을 꺼낸 코드"""
# yeje: raises = "KeyError: mae"

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((3,), name="input_layer")
y1 = layers.Dense(1, name="y1_output")(inputs)
y2 = layers.Dense(1, name="y2_output")(inputs)
model = keras.Model(inputs, [y1, y2])
model.compile(loss="mse", metrics=[["mae"], ["mae"]])

# %% fit
samples, targets = np.ones((8, 3)), np.zeros((8, 1))
history = model.fit(samples, [targets, targets], verbose=0)
print(list(history.history))

# %% look
curve = history.history["mae"]
