"""훈련하기 전과 훈련한 뒤의 커널"""
# yeje: data = ["fashion-mnist"]
# yeje: timeout = 180

# %% model
import keras
import matplotlib.pyplot as plt
from keras import layers
from keras.datasets import fashion_mnist

keras.utils.set_random_seed(42)
classifier = keras.Sequential([keras.Input((28, 28, 1))])
classifier.add(layers.Conv2D(32, kernel_size=3, activation="relu", padding="same"))
classifier.add(layers.MaxPooling2D(2))
classifier.add(layers.Conv2D(64, kernel_size=3, activation="relu", padding="same"))
classifier.add(layers.MaxPooling2D(2))
classifier.add(layers.Flatten())
classifier.add(layers.Dense(100, activation="relu"))
classifier.add(layers.Dropout(0.4))
classifier.add(layers.Dense(10, activation="softmax"))

# %% train
before = classifier.layers[0].get_weights()[0]  # 훈련하기 전의 커널
(images, labels), _ = fashion_mnist.load_data()
classifier.compile("adam", "sparse_categorical_crossentropy")
classifier.fit(images[:6000, ..., None] / 255, labels[:6000], epochs=2, verbose=0)
after = classifier.layers[0].get_weights()[0]  # 훈련한 뒤의 커널
print(after.shape)
print(f"largest weight: {abs(before).max():.1f} -> {abs(after).max():.1f}")

# %% histograms
figure, columns = plt.subplots(1, 2, figsize=(6.4, 2.4), sharey=True)
for axes, kernels, title in zip(columns, (before, after), ("before", "after"), strict=True):
    axes.hist(kernels.flatten(), bins=20, range=(-0.3, 0.3), color="#3d9a7e")
    axes.set(title=title, xlabel="weight")
plt.show()

# %% images
for kernels, title in ((before, "before"), (after, "after")):
    figure, grid = plt.subplots(2, 16, figsize=(6.4, 1.2), layout="compressed")
    for index, axes in enumerate(grid.flat):
        axes.imshow(kernels[:, :, 0, index], cmap="RdBu_r", vmin=-0.25, vmax=0.25)
        axes.axis("off")
    grid[0, 0].set_title(title, loc="left")
plt.show()
