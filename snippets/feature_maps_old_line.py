"""책의 예전 판이 특성 맵을 꺼내던 줄"""
# yeje: raises = "AttributeError: has never been called"

# %% model
import keras
from keras import layers

old_cnn = keras.Sequential([keras.Input((28, 28, 1))])
old_cnn.add(layers.Conv2D(32, kernel_size=3, activation="relu", padding="same"))
old_cnn.add(layers.Flatten())
old_cnn.add(layers.Dense(10, activation="softmax"))

# %% today
new_line = keras.Model(old_cnn.inputs, old_cnn.layers[0].output)
print(new_line.output_shape)

# %% old
old_line = keras.Model(old_cnn.input, old_cnn.layers[0].output)
