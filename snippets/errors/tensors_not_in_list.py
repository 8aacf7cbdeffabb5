"""두 텐서를 리스트로 묶지 않은 코드"""
# yeje: raises = "TypeError: too many positional arguments"

# %% model
import keras
from keras import layers

left = keras.Input((3,), name="left")
right = keras.Input((2,), name="right")
merged = layers.Concatenate()(left, right)
