"""예전 책이 쓰던 인수"""

# %% metrics
import keras
from keras import layers

regressor = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
try:
    regressor.compile(loss="mse", metrics="mae")
except ValueError as error:
    print(f"{type(error).__name__}: {error}")
regressor.compile(loss="mse", metrics=["mae"])

# %% rate
try:
    keras.optimizers.Adam(lr=0.01)
except ValueError as error:
    print(f"{type(error).__name__}: {error}")
print(keras.optimizers.Adam(learning_rate=0.01).name)
