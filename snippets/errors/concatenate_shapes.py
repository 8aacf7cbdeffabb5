"""잇는 축 말고 다른 축도 다른 코드"""
# yeje: raises = "ValueError: requires inputs with matching shapes except for the concatenation axis"

# %% model
import keras
from keras import layers

left = keras.Input((4, 3), name="left")
right = keras.Input((5, 2), name="right")
merged = layers.Concatenate()([left, right])
