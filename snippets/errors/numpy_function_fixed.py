"""넘파이 함수를 층으로 바꾼 코드"""

# %% model
import keras
from keras import layers

left = keras.Input((3,), name="left")
right = keras.Input((2,), name="right")
merged = layers.Concatenate(axis=-1)([left, right])
print(merged.shape)
