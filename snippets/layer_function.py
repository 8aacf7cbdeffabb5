"""한 층을 자리표로도 숫자로도 호출하기"""

# %% layer
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(42)
triple_to_pair = layers.Dense(2, name="triple_to_pair")

# %% symbolic
placeholder = keras.Input((3,))
result = triple_to_pair(placeholder)
print(type(result).__name__, result.shape)

# %% numbers
four_samples = np.arange(12, dtype="float32").reshape(4, 3)
numbers = triple_to_pair(four_samples)
print(type(numbers).__name__, numbers.shape)
print(numbers.numpy().round(2))

# %% same
small_model = keras.Model(placeholder, result)
predicted = small_model.predict(four_samples, verbose=0)
kernel, bias = triple_to_pair.get_weights()
print("model:  ", np.allclose(predicted, numbers))
print("by hand:", np.allclose(four_samples @ kernel + bias, numbers))
