"""Lambda 대신 이름 있는 층을 쓴 코드"""

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((3,), name="input_layer")
outputs = layers.Rescaling(1 / 255, name="scaled")(inputs)
model = keras.Model(inputs, outputs)
model.save("scaled.keras")

# %% load
loaded = keras.models.load_model("scaled.keras")
samples = np.array([[0.0, 51.0, 255.0]])
print(loaded.predict(samples, verbose=0))
