"""기호 텐서를 넘파이 함수에 넣은 코드"""
# yeje: raises = "ValueError: A KerasTensor is symbolic"

# %% model
import keras
import numpy as np

left = keras.Input((3,), name="left")
right = keras.Input((2,), name="right")
merged = np.concatenate([left, right], axis=-1)
