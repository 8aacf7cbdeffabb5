"""함께 쓰는 층과 따로 쓰는 층"""

# %% models
import keras
import numpy as np
from keras import layers


def comparison(left_layer, right_layer):
    left = keras.Input((3,), name="left")
    right = keras.Input((3,), name="right")
    gap = layers.Subtract(name="gap")([left_layer(left), right_layer(right)])
    return keras.Model([left, right], gap)


shared_dense = layers.Dense(4, name="shared")
shared = comparison(shared_dense, shared_dense)
separate = comparison(
    layers.Dense(4, name="for_left"),
    layers.Dense(4, name="for_right"),
)
print("shared:  ", shared.count_params())
print("separate:", separate.count_params())

# %% shared_plot
keras.utils.plot_model(
    shared,
    show_layer_names=True,
)

# %% separate_plot
keras.utils.plot_model(
    separate,
    show_layer_names=True,
)

# %% shared_summary
shared.summary(line_length=110)

# %% same_input
samples = np.random.default_rng(42).standard_normal((5, 3), dtype="float32")
for name, model in [("shared:  ", shared), ("separate:", separate)]:
    gaps = model.predict([samples, samples], verbose=0)
    print(name, "all zero" if not gaps.any() else "not zero")
