"""모델을 파일 하나에 저장하고 불러오기"""

# %% save
import zipfile

import keras
import numpy as np
from keras import layers

inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(4, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(4, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
branch = layers.Dense(4, activation="relu", name="Branched_layer")(h2)
y2 = layers.Dense(1, name="y2_output")(branch)
to_save = keras.Model(inputs, [y1, y2])
to_save.save("branched.keras")

# %% file
print(sorted(zipfile.ZipFile("branched.keras").namelist()))

# %% load
loaded = keras.models.load_model("branched.keras")
samples = np.random.default_rng(42).standard_normal((5, 3), dtype="float32")
saved = to_save.predict(samples, verbose=0)
again = loaded.predict(samples, verbose=0)
for name, saved_y, loaded_y in zip(loaded.output_names, saved, again, strict=True):
    print(name, "max difference:", np.abs(saved_y - loaded_y).max())
print("same object:", loaded.get_layer("Layer_1") is to_save.get_layer("Layer_1"))
