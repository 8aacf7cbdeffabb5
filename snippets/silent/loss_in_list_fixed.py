"""손실 하나를 리스트 없이 적은 코드"""

# %% model
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(42)
inputs = keras.Input((3,), name="input_layer")
y1 = layers.Dense(1, name="y1_output")(inputs)
y2 = layers.Dense(1, name="y2_output")(inputs)
model = keras.Model(inputs, [y1, y2])
model.compile(loss="mse")

# %% fit
before = [layer.get_weights()[0] for layer in model.layers[1:]]
samples, targets = np.ones((8, 3)), np.zeros((8, 1))
model.fit(samples, [targets, targets], verbose=0)
after = [layer.get_weights()[0] for layer in model.layers[1:]]
y1_changed, y2_changed = (bool((a != b).any()) for a, b in zip(after, before, strict=True))
print("y1_output:", y1_changed, " y2_output:", y2_changed)

# %% check
assert y2_changed, "y2_output의 가중치가 그대로입니다"
