"""모델을 저장하는 파일"""

# %% h5
import keras
import numpy as np
from keras import layers

model = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
model.compile(loss="mse")
model.fit(np.zeros((8, 3)), np.zeros((8, 1)), verbose=0)
model.save("my_model.h5")

# %% load_h5
try:
    keras.models.load_model("my_model.h5")
except ValueError as error:
    print(f"{type(error).__name__}: {error}")

# %% weights
try:
    model.save_weights("my_weights.h5")
except ValueError as error:
    print(f"{type(error).__name__}: {error}")
model.save_weights("my.weights.h5")

# %% today
model.save("my_model.keras")
loaded = keras.models.load_model("my_model.keras")
print(loaded.count_params(), loaded.loss)
