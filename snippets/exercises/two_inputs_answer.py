"""연습 7의 풀이"""

# %% model
import keras
from helpers.checks import check_two_inputs
from keras import layers

size = keras.Input((4,), name="size")
place = keras.Input((2,), name="place")
from_size = layers.Dense(8, activation="relu", name="size_layer")(size)
from_place = layers.Dense(3, activation="relu", name="place_layer")(place)
together = layers.Concatenate()([from_size, from_place])
price = layers.Dense(1, name="price")(together)
house = keras.Model([size, place], price)

# %% check
print(check_two_inputs(house))
