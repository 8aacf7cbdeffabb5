"""두 입력을 모두 건네도록 고친 코드"""

# %% model
import keras
from keras import layers

left = keras.Input((3,), name="left")
right = keras.Input((2,), name="right")
merged = layers.Concatenate()([left, right])
outputs = layers.Dense(1, name="output")(merged)
model = keras.Model([left, right], outputs)
print(model.input_shape)
