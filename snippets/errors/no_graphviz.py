"""pydot이나 Graphviz가 없는 컴퓨터를 흉내 낸 코드"""
# yeje: raises = "ImportError: You must install graphviz"

# %% pydot
from unittest import mock

import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
model = keras.Model(inputs, layers.Dense(1, name="output")(inputs))
try:
    with mock.patch("keras.src.utils.model_visualization.pydot", None):
        keras.utils.plot_model(model, to_file="model.png")
except ImportError as error:
    print(error)

# %% graphviz
with mock.patch("pydot.Dot.create", side_effect=FileNotFoundError):
    keras.utils.plot_model(model, to_file="model.png")
