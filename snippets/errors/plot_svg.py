"""plot_model로 SVG를 그리는 코드"""
# yeje: raises = "ValueError: Cannot embed the 'svg' image format"

# %% plot
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
model = keras.Model(inputs, layers.Dense(1, name="output")(inputs))
keras.utils.plot_model(model, to_file="model.svg", show_layer_names=True)
