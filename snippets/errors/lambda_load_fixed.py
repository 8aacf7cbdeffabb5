"""Lambda 대신 이름 있는 층을 쓴 코드"""

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((3,), name="input_layer")
outputs = layers.Rescaling(1 / 2, name="halved")(inputs)
model = keras.Model(inputs, outputs)
model.save("halved.keras")

# %% load
loaded = keras.models.load_model("halved.keras")
samples = np.array([[1.0, 2.0, 3.0]])
print(loaded.predict(samples, verbose=0))
