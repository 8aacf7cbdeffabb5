"""Flatten을 빠뜨린 코드"""
# yeje: raises = "ValueError: Argument `output` must have rank (ndim) `target.ndim - 1`"

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((8, 8, 1), name="input_layer")
maps = layers.Conv2D(4, kernel_size=3, activation="relu")(inputs)
outputs = layers.Dense(10, activation="softmax", name="output")(maps)
model = keras.Model(inputs, outputs)
model.compile(loss="sparse_categorical_crossentropy")

# %% fit
images, labels = np.ones((6, 8, 8, 1)), np.arange(6)
model.fit(images, labels, verbose=0)
