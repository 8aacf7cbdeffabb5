"""예전 책이 입력 크기를 적는 법"""

# %% old
import keras
from keras import layers

old_style = keras.Sequential()
old_style.add(layers.Conv2D(32, 3, activation="relu", padding="same", input_shape=(28, 28, 1)))
print(old_style.input_shape, f"{old_style.count_params():,}")

# %% today
todays_style = keras.Sequential()
todays_style.add(keras.Input((28, 28, 1)))
todays_style.add(layers.Conv2D(32, 3, activation="relu", padding="same"))
print(todays_style.input_shape, f"{todays_style.count_params():,}")
