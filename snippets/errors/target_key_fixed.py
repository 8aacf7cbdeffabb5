"""정답의 키를 출력층의 이름으로 고친 코드"""

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
answers = {"y1_output": targets, "y2_output": targets}
history = model.fit(samples, answers, verbose=0)
print(list(history.history))
