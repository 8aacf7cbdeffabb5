"""크기가 다른 두 길을 더하기"""

# %% mismatch
import keras
from keras import layers

image = keras.Input((28, 28, 16), name="image")
h = layers.Conv2D(32, 3, padding="same", activation="relu", name="conv_1")(image)
h = layers.Conv2D(32, 3, padding="same", name="conv_2")(h)
try:
    layers.Add()([image, h])
except ValueError as error:
    print(f"{type(error).__name__}: {error}")

# %% projection
shortcut = layers.Conv2D(32, kernel_size=1, name="shortcut")(image)
added = layers.Add(name="added")([shortcut, h])
outputs = layers.Activation("relu", name="outputs")(added)
projected = keras.Model(image, outputs)
print("shortcut:", shortcut.shape, projected.get_layer("shortcut").count_params())

# %% plot
keras.utils.plot_model(
    projected,
    to_file="projected.png",
    show_shapes=True,
    show_layer_names=True,
)
