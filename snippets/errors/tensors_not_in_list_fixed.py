"""두 텐서를 리스트로 묶어 고친 코드"""

# %% model
import keras
from keras import layers

left = keras.Input((3,), name="left")
right = keras.Input((2,), name="right")
merged = layers.Concatenate()([left, right])
print(merged.shape)
