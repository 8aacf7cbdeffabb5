"""evaluate가 붙인 이름을 쓰는 코드"""

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((1,), name="input_layer")
y1 = layers.Dense(1, kernel_initializer="zeros", name="y1_output")(inputs)
y2 = layers.Dense(1, kernel_initializer="zeros", name="y2_output")(inputs)
model = keras.Model(inputs, [y1, y2])
model.compile(loss="mse", metrics=[["mae"], ["mae"]])

# %% evaluate
samples, targets = np.ones((4, 1)), [np.full((4, 1), 2.0), np.full((4, 1), 3.0)]
results = model.evaluate(samples, targets, verbose=0, return_dict=True)
print(results)

# %% check
assert results["y1_output_mae"] == 2.0, "y1의 mae가 아닌 값입니다"
