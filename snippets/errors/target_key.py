"""정답의 키가 출력의 이름과 다른 코드"""
# yeje: raises = "TypeError: but got y1 of type"

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((3,), name="input_layer")
y1 = layers.Dense(1, name="y1_output")(inputs)
y2 = layers.Dense(1, name="y2_output")(inputs)
model = keras.Model(inputs, [y1, y2])
model.compile(loss="mse")

# %% fit
samples, targets = np.ones((8, 3)), np.zeros((8, 1))
answers = {"y1": targets, "y2": targets}
model.fit(samples, answers, verbose=0)
