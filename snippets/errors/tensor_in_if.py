"""기호 텐서를 if의 조건으로 쓴 코드"""
# yeje: raises = "TypeError: A symbolic KerasTensor cannot be used as a boolean"

# %% model
import keras

inputs = keras.Input((3,), name="input_layer")
outputs = inputs
if inputs < 0:
    outputs = 0 * inputs
model = keras.Model(inputs, outputs)
