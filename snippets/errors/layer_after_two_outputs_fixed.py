"""두 출력을 하나로 합친 다음 이은 코드"""

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
y1 = layers.Dense(1, name="y1_output")(inputs)
y2 = layers.Dense(1, name="y2_output")(inputs)
branched = keras.Model(inputs, [y1, y2])

samples = keras.Input((3,))
merged = layers.Concatenate()(branched(samples))
model = keras.Model(samples, layers.Dense(1, name="last")(merged))
print(merged.shape, "->", model.output_shape)
