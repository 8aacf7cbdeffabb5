"""입력 하나에 이름을 둘 붙인 코드"""
# yeje: raises = "AssertionError: 1과 10의 합이 아닙니다"

# %% model
import keras
import numpy as np
from keras import layers

left = right = keras.Input((1,), name="left")
total = layers.Add(name="total")([left, right])
model = keras.Model([left, right], total)

# %% predict
totals = model.predict([np.array([[1.0]]), np.array([[10.0]])], verbose=0)
print(totals)

# %% check
assert totals[0, 0] == 11.0, "1과 10의 합이 아닙니다"
