"""Flatten을 더한 코드"""

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((8, 8, 1), name="input_layer")
maps = layers.Conv2D(4, kernel_size=3, activation="relu")(inputs)
flat = layers.Flatten()(maps)
outputs = layers.Dense(10, activation="softmax", name="output")(flat)
model = keras.Model(inputs, outputs)
model.compile(loss="sparse_categorical_crossentropy")

# %% fit
images, labels = np.ones((6, 8, 8, 1)), np.arange(6)
history = model.fit(images, labels, verbose=0)
print(model.output_shape, list(history.history))
