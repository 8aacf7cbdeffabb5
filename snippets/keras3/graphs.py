"""그래프의 상자와 이름"""

# %% boxes
import inspect

import keras
from keras import layers

chain = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.Dense(1)])
inputs = keras.Input((3,))
same_chain = keras.Model(inputs, layers.Dense(1)(layers.Dense(4)(inputs)))
for model in (chain, same_chain):
    boxes = [node for node in keras.utils.model_to_dot(model).get_nodes() if node.get_label()]
    print(f"{model.name}: {len(boxes)} boxes, {len(model.layers)} layers")

# %% default
settings = inspect.signature(keras.utils.plot_model).parameters
print("show_layer_names:", settings["show_layer_names"].default)
