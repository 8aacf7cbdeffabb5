"""입력에 채널 축을 더한 코드"""

# %% model
import keras
from keras import layers

inputs = keras.Input((28, 28, 1), name="input_layer")
maps = layers.Conv2D(32, kernel_size=3, padding="same")(inputs)
print(maps.shape)
