"""두 입력을 이름으로 건넨 코드"""

# %% model
import keras
import numpy as np
from keras import layers

price = keras.Input((1,), name="price")
cost = keras.Input((1,), name="cost")
profit = layers.Subtract(name="profit")([price, cost])
model = keras.Model([price, cost], profit)

# %% predict
prices, costs = np.array([[10.0], [20.0]]), np.array([[7.0], [15.0]])
profits = model.predict({"price": prices, "cost": costs}, verbose=0)
print(profits)

# %% check
assert (profits > 0).all(), "이익이 음수입니다"
