"""훈련하기 전과 훈련한 뒤의 커널"""
# yeje: data = ["fashion-mnist"]
# yeje: timeout = 180

# %% train
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

before = classifier.layers[0].get_weights()[0]  # 훈련하기 전의 커널
(images, labels), _ = fashion_mnist.load_data()
classifier.compile("adam", "sparse_categorical_crossentropy")
classifier.fit(images[:6000, ..., None] / 255, labels[:6000], epochs=2, verbose=0)
after = classifier.layers[0].get_weights()[0]  # 훈련한 뒤의 커널
print(before.shape, after.shape)
print("largest before < 0.15:", abs(before).max() < 0.15)
print("largest after  > 0.20:", abs(after).max() > 0.20)

# %% histograms
figure, columns = plt.subplots(1, 2, figsize=(7, 2.8), sharex=True, sharey=True)
for axes, kernels, title in zip(columns, (before, after), ("before", "after")):
    axes.hist(kernels.flatten(), bins=20, range=(-0.4, 0.4), color="#3d9a7e")
    axes.set(title=title, xlabel="weight")
plt.show()

# %% images
figure, grid = plt.subplots(4, 16, figsize=(8, 2.4))
for index, axes in enumerate(grid.flat):
    kernels = before if index < 32 else after
    axes.imshow(kernels[:, :, 0, index % 32], cmap="RdBu_r", vmin=-0.3, vmax=0.3)
    axes.axis("off")
plt.show()
