"""Sequential 모델의 input을 찾는 코드"""
# yeje: raises = "AttributeError: has never been called and thus has no defined input"

# %% model
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input((3,)))
model.add(layers.Dense(4, activation="relu", name="hidden"))
model.add(layers.Dense(1, name="output"))
hidden = model.get_layer("hidden")

hidden_model = keras.Model(model.input, hidden.output)
