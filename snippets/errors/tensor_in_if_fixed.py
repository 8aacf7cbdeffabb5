"""if를 where 연산으로 바꾼 코드"""

# %% model
import keras
import numpy as np

inputs = keras.Input((3,), name="input_layer")
outputs = keras.ops.where(inputs < 0, 0.0, inputs)
model = keras.Model(inputs, outputs)
print(model.predict(np.array([[-1.0, 2.0, 3.0]]), verbose=0))
