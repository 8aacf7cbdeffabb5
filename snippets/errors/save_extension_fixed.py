"""확장자를 적어 저장한 코드"""

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
outputs = layers.Dense(1, name="output")(inputs)
model = keras.Model(inputs, outputs)

model.save("model.keras")
loaded = keras.models.load_model("model.keras")
print([layer.name for layer in loaded.layers])
