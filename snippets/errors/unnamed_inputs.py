"""이름 없는 입력에 딕셔너리를 건넨 코드"""
# yeje: raises = "ValueError: The structure of `inputs` doesn't match the expected structure"

# %% model
import keras
import numpy as np
from keras import layers

left = keras.Input((3,))
right = keras.Input((2,))
merged = layers.Concatenate()([left, right])
model = keras.Model([left, right], layers.Dense(1, name="output")(merged))

# %% predict
left_name, right_name = (layer.name for layer in model.layers[:2])
samples = {left_name: np.ones((8, 3)), right_name: np.ones((8, 2))}
model.predict(samples, verbose=0)
