"""합치는 층을 숫자로 호출하기"""

# %% tensors
import textwrap

import numpy as np
from keras import layers

left = np.array([[1, 2, 3], [4, 5, 6]], dtype="float32")
right = np.array([[10, 20, 30], [40, 50, 60]], dtype="float32")
narrow = np.array([[7], [8]], dtype="float32")

# %% concatenate
print(layers.Concatenate()([left, right]).numpy())
print(layers.Concatenate()([left, narrow]).numpy())

# %% add
print(layers.Add()([left, right]).numpy())
print(layers.Subtract()([left, right]).numpy())

# %% mismatch
try:
    layers.Add()([left, np.ones((2, 2))])
except ValueError as error:
    print(textwrap.fill(f"{type(error).__name__}: {error}", width=80))
try:
    layers.Concatenate()([left, np.ones((3, 3))])
except ValueError as error:
    print(textwrap.fill(f"{type(error).__name__}: {error}", width=80))
