"""호출할 때마다 다르게 계산하는 모델"""

# %% class
import keras
import numpy as np
from keras import layers


class Repeat(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = layers.Dense(3, activation="tanh")
        self.last = layers.Dense(1)

    def call(self, x, times=1):
        for _ in range(times):  # 파이썬의 반복문이 그대로 실행됩니다.
            x = self.hidden(x)
        return self.last(x)


# %% call
keras.utils.set_random_seed(42)
repeat = Repeat()
sample = np.ones((1, 3), dtype="float32")
for times in (1, 2, 5):
    print(times, np.round(repeat(sample, times=times).numpy(), 3), repeat.count_params())

# %% wrapped
inputs = keras.Input((3,), name="input_layer")
wrapped = keras.Model(inputs, repeat(inputs, times=5))
print([layer.name for layer in wrapped.layers], wrapped.output_shape)
print(np.array_equal(wrapped(sample), repeat(sample, times=5)))
