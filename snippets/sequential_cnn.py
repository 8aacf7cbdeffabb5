"""Sequential API로 만든 CNN"""

# %% model
import keras
from keras import layers

sequential = keras.Sequential()
sequential.add(keras.Input((28, 28, 1)))
sequential.add(layers.Conv2D(32, kernel_size=3, activation="relu", padding="same"))
sequential.add(layers.MaxPooling2D(2))
sequential.add(layers.Conv2D(64, kernel_size=(3, 3), activation="relu", padding="same"))
sequential.add(layers.MaxPooling2D(2))
sequential.add(layers.Flatten())
sequential.add(layers.Dense(100, activation="relu"))
sequential.add(layers.Dropout(0.4))
sequential.add(layers.Dense(10, activation="softmax"))

# %% summary
sequential.summary(line_length=64)

# %% plot
keras.utils.plot_model(sequential)

# %% shapes
keras.utils.plot_model(
    sequential,
    show_shapes=True,
)
