"""모델을 저장하는 파일"""

# %% h5
import keras
import numpy as np
from keras import layers

small = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
small.compile(loss="mse")
small.fit(np.zeros((8, 3)), np.zeros((8, 1)), verbose=0)
small.save("my_model.h5")

# %% load_h5
try:
    keras.models.load_model("my_model.h5")
except ValueError as error:
    print(f"{type(error).__name__}: {error}")

# %% weights
try:
    small.save_weights("my_weights.h5")
except ValueError as error:
    print(f"{type(error).__name__}: {error}")
small.save_weights("my.weights.h5")

# %% today
small.save("my_model.keras")
reloaded = keras.models.load_model("my_model.keras")
print(reloaded.count_params(), reloaded.loss)
