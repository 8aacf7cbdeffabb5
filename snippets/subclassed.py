"""클래스로 만든 갈라지는 신경망"""

# %% class
import keras
import numpy as np
from keras import layers


class TwoOutputs(keras.Model):
    def __init__(self):
        super().__init__()
        self.layer_1 = layers.Dense(4, activation="relu", name="Layer_1")
        self.layer_2 = layers.Dense(4, activation="relu", name="Layer_2")
        self.branched_layer = layers.Dense(4, activation="relu", name="Branched_layer")
        self.y1_output = layers.Dense(1, name="y1_output")
        self.y2_output = layers.Dense(1, name="y2_output")

    def call(self, x):
        h2 = self.layer_2(self.layer_1(x))
        return self.y1_output(h2), self.y2_output(self.branched_layer(h2))


subclassed = TwoOutputs()

# %% unbuilt
subclassed.summary(line_length=64)

# %% built
y1, y2 = subclassed(np.zeros((5, 3)))
print(y1.shape, y2.shape)
subclassed.summary(line_length=64)

# %% plot
keras.utils.plot_model(subclassed, show_layer_names=True)

# %% lost
print("has inputs:", hasattr(subclassed, "inputs"))
try:
    print(subclassed.get_layer("Layer_2").output)
except AttributeError as error:
    print(f"{type(error).__name__}: {error}")
