"""출력이 둘인 모델 뒤에 층을 더한 코드"""
# yeje: raises = "ValueError: expects 1 input(s), but it received 2 input tensors"

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
y1 = layers.Dense(1, name="y1_output")(inputs)
y2 = layers.Dense(1, name="y2_output")(inputs)
branched = keras.Model(inputs, [y1, y2])

model = keras.Sequential([keras.Input((3,)), branched])
model.add(layers.Dense(1, name="last"))
