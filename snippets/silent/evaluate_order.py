"""evaluate의 값에 fit의 이름을 붙인 코드"""
# yeje: raises = "AssertionError: y1의 mae가 아닌 값입니다"

# %% model
import keras
import numpy as np
from keras import layers

inputs = keras.Input((1,), name="input_layer")
y1 = layers.Dense(1, kernel_initializer="zeros", name="y1_output")(inputs)
y2 = layers.Dense(1, kernel_initializer="zeros", name="y2_output")(inputs)
model = keras.Model(inputs, [y1, y2])
frozen = keras.optimizers.SGD(0.0)  # 숫자를 알아보기 쉽게 가중치를 그대로 둡니다.
model.compile(frozen, loss="mse", metrics=[["mae"], ["mae"]])

# %% evaluate
samples, targets = np.ones((4, 1)), [np.full((4, 1), 2.0), np.full((4, 1), 3.0)]
history = model.fit(samples, targets, verbose=0)
values = model.evaluate(samples, targets, verbose=0)
results = dict(zip(history.history, values, strict=True))
print(results)

# %% check
assert results["y1_output_mae"] == 2.0, "y1의 mae가 아닌 값입니다"
