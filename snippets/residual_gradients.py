"""깊은 신경망의 그레이디언트"""

# %% models
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers


def deep_network(residual, depth=20):
    keras.utils.set_random_seed(42)
    inputs = x = keras.Input((8,))
    for number in range(1, depth + 1):
        h = layers.Dense(8, activation="sigmoid", name=f"hidden_{number}")(x)
        x = layers.Add()([x, h]) if residual else h
    return keras.Model(inputs, layers.Dense(1)(x))


# %% norms
def gradient_norms(model):
    samples = np.random.default_rng(42).standard_normal((64, 8), dtype="float32")
    kernels = [layer.kernel for layer in model.layers if layer.name.startswith("hidden")]
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(samples) - 1) ** 2)
    return [float(tf.norm(gradient)) for gradient in tape.gradient(loss, kernels)]


plain = gradient_norms(deep_network(residual=False))
shortcuts = gradient_norms(deep_network(residual=True))
for name, norms in [("plain", plain), ("shortcuts", shortcuts)]:
    print(f"{name:9} first {norms[0]:.0e}, last {norms[-1]:.0e}")
print("plain, first < last / 1,000,000:", plain[0] < plain[-1] / 1_000_000)
print("shortcuts, first > last / 100:  ", shortcuts[0] > shortcuts[-1] / 100)

# %% plot
plt.semilogy(range(1, 21), shortcuts, label="shortcuts")
plt.semilogy(range(1, 21), plain, "--", label="plain")
plt.xlabel("hidden layer")
plt.xticks([1, 5, 10, 15, 20])
plt.ylabel("gradient norm")
plt.legend()
plt.show()
