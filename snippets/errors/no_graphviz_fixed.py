"""둘 다 있는 컴퓨터의 코드"""

# %% plot
from pathlib import Path

import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
model = keras.Model(inputs, layers.Dense(1, name="output")(inputs))
keras.utils.plot_model(model, to_file="model.png", show_layer_names=True)

# %% file
print(Path("model.png").exists())
