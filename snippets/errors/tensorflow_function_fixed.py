"""케라스의 연산으로 고친 코드"""

# %% model
import keras
import numpy as np

inputs = keras.Input((3,), name="input_layer")
outputs = keras.ops.log1p(inputs)
model = keras.Model(inputs, outputs)

samples = np.array([[0.0, 1.0, 3.0]])
print(np.allclose(model.predict(samples, verbose=0), np.log1p(samples)))
