"""연습 9의 풀이"""

# %% model
import keras
from helpers.checks import check_shared_layer
from keras import layers

left = keras.Input((5,), name="left")
right = keras.Input((5,), name="right")
encoder = layers.Dense(4, activation="relu", name="encoder")
from_left = encoder(left)
from_right = encoder(right)
together = layers.Concatenate()([from_left, from_right])
same = layers.Dense(1, activation="sigmoid", name="same")(together)
twins = keras.Model([left, right], same)

# %% check
print(check_shared_layer(twins))
