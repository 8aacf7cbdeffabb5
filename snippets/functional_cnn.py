"""함수형 API로 만든 CNN"""

# %% model
import keras
from keras import layers

inputs = keras.Input((28, 28, 1))
# 층을 텐서로 호출하면 새 텐서가 나옵니다. x는 늘 마지막에 나온 텐서입니다.
x = layers.Conv2D(32, kernel_size=3, activation="relu", padding="same")(inputs)
x = layers.MaxPooling2D(2)(x)
x = layers.Conv2D(64, kernel_size=(3, 3), activation="relu", padding="same")(x)
x = layers.MaxPooling2D(2)(x)
x = layers.Flatten()(x)
x = layers.Dense(100, activation="relu")(x)
x = layers.Dropout(0.4)(x)
outputs = layers.Dense(10, activation="softmax")(x)
functional = keras.Model(inputs, outputs)

# %% summary
functional.summary(line_length=64)

# %% plot
keras.utils.plot_model(functional)

# %% shapes
keras.utils.plot_model(
    functional,
    show_shapes=True,
)
