"""쉼표를 찍어 튜플로 고친 코드"""

# %% model
import keras

inputs = keras.Input(shape=(3,))
print(inputs.shape)
