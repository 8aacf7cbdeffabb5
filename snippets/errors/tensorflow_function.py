"""기호 텐서를 텐서플로 함수에 넣은 코드"""
# yeje: raises = "ValueError: A KerasTensor cannot be used as input to a TensorFlow function"

# %% model
import keras
import tensorflow as tf

inputs = keras.Input((3,), name="input_layer")
outputs = tf.math.log1p(inputs)
model = keras.Model(inputs, outputs)
