"""한 줄로 펼친 다음 이은 코드"""

# %% model
import keras
from keras import layers

left = keras.Input((4, 3), name="left")
right = keras.Input((5, 2), name="right")
merged = layers.Concatenate()([layers.Flatten()(left), layers.Flatten()(right)])
print(merged.shape)
