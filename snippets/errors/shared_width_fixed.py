"""텐서마다 층을 따로 둔 코드"""

# %% model
import keras
from keras import layers

left = keras.Input((3,), name="left")
right = keras.Input((5,), name="right")
left_encoder = layers.Dense(2, name="left_encoder")
right_encoder = layers.Dense(2, name="right_encoder")
encoded_left = left_encoder(left)
encoded_right = right_encoder(right)
print(left_encoder.kernel.shape, right_encoder.kernel.shape)
