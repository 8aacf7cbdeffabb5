"""Lambda 층이 있는 모델을 다시 불러오는 코드"""
# yeje: raises = "ValueError: Requested the deserialization of a `Lambda` layer"

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
outputs = layers.Lambda(lambda tensor: tensor / 2, name="halved")(inputs)
model = keras.Model(inputs, outputs)
model.save("halved.keras")

# %% load
loaded = keras.models.load_model("halved.keras")
