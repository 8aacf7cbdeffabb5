"""evaluate가 돌려주는 값의 이름"""

# %% list
import keras
import numpy as np
from keras import layers

inputs = keras.Input((3,))
h = layers.Dense(4, activation="relu")(inputs)
y1 = layers.Dense(1, name="y1_output")(h)
y2 = layers.Dense(1, name="y2_output")(h)
two = keras.Model(inputs, [y1, y2])
two.compile(loss="mse", metrics={"y1_output": ["mae"], "y2_output": ["mae"]})
x, y = np.zeros((8, 3)), [np.zeros((8, 1)), np.zeros((8, 1))]
values = two.evaluate(x, y, verbose=0)
print(len(values), "values")
print(len(two.metrics_names), "names:", two.metrics_names)

# %% dictionary
for name, value in two.evaluate(x, y, verbose=0, return_dict=True).items():
    print(name, value)
