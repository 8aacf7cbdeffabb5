"""채널 축이 없는 입력에 합성곱을 이은 코드"""
# yeje: raises = "ValueError: expected min_ndim=4, found ndim=3"

# %% model
import keras
from keras import layers

inputs = keras.Input((28, 28), name="input_layer")
maps = layers.Conv2D(32, kernel_size=3, padding="same")(inputs)
