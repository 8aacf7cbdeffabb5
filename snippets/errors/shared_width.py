"""한 층을 특성 수가 다른 두 텐서로 호출한 코드"""
# yeje: raises = "ValueError: expected axis -1 of input shape to have value 3"

# %% model
import keras
from keras import layers

left = keras.Input((3,), name="left")
right = keras.Input((5,), name="right")
encoder = layers.Dense(2, name="encoder")
encoded_left = encoder(left)
encoded_right = encoder(right)
