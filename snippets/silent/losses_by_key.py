"""딕셔너리 출력에 손실을 리스트로 적은 코드"""
# yeje: raises = "AssertionError: pri의 손실이 mse가 아닙니다"

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((1,), name="input_layer")
pri = layers.Dense(1, kernel_initializer="zeros", name="pri")(inputs)
dep = layers.Dense(1, kernel_initializer="zeros", name="dep")(inputs)
model = keras.Model(inputs, {"pri": pri, "dep": dep})
model.compile(loss=["mse", "mae"])

# %% evaluate
samples = np.ones((4, 1))
targets = {"pri": np.full((4, 1), 2.0), "dep": np.full((4, 1), 2.0)}
results = model.evaluate(samples, targets, verbose=0, return_dict=True)
print(results)

# %% check
assert results["pri_loss"] == 4.0, "pri의 손실이 mse가 아닙니다"
