"""잔차 블록"""

# %% block
import keras
import numpy as np
from keras import layers


def residual_block(x, name):
    h = layers.Dense(8, activation="relu", name=f"{name}_first")(x)
    h = layers.Dense(8, name=f"{name}_second")(h)
    return layers.Add(name=f"{name}_add")([x, h])  # 입력을 그대로 더합니다.


start = keras.Input((8,), name="start")
end = residual_block(residual_block(start, "block_1"), "block_2")
residual = keras.Model(start, end)

# %% plot
keras.utils.plot_model(
    residual,
    to_file="residual.png",
    show_layer_names=True,
)

# %% zeros
residual.set_weights([np.zeros_like(weight) for weight in residual.get_weights()])
samples = np.random.default_rng(42).standard_normal((5, 8), dtype="float32")
difference = residual.predict(samples, verbose=0) - samples
print("max difference:", np.abs(difference).max())
