"""연습 6의 풀이"""

# %% model
import keras
from helpers.checks import check_losses
from keras import layers

inputs = keras.Input((3,), name="input_layer")
h = layers.Dense(8, activation="relu", name="Layer_1")(inputs)
price = layers.Dense(1, name="price")(h)
sold = layers.Dense(1, activation="sigmoid", name="sold")(h)
house = keras.Model(inputs, [price, sold])

# %% compile
house.compile(
    optimizer="adam",
    loss=["mean_squared_error", "binary_crossentropy"],
    loss_weights=[1, 0.5],
)

# %% check
print(check_losses(house))
