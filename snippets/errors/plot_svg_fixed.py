"""그래프를 얻어 SVG로 적는 코드"""

# %% plot
from pathlib import Path

import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
model = keras.Model(inputs, layers.Dense(1, name="output")(inputs))
graph = keras.utils.model_to_dot(model, show_layer_names=True)
graph.write("model.svg", format="svg")
print(Path("model.svg").exists())
