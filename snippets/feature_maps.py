"""합성곱 층의 출력 꺼내기"""
# yeje: data = ["fashion-mnist"]
# yeje: timeout = 180

# %% data
import keras
import matplotlib.pyplot as plt
from keras import layers
from keras.datasets import fashion_mnist

(train_images, train_labels), (test_images, test_labels) = fashion_mnist.load_data()
train_images = train_images[:6000, ..., None] / 255
test_images = test_images[..., None] / 255
print(train_images.shape, test_images.shape)

# %% train
keras.utils.set_random_seed(42)
cnn = keras.Sequential([keras.Input((28, 28, 1))])
cnn.add(layers.Conv2D(32, kernel_size=3, activation="relu", padding="same"))
cnn.add(layers.MaxPooling2D(2))
cnn.add(layers.Conv2D(64, kernel_size=3, activation="relu", padding="same"))
cnn.add(layers.MaxPooling2D(2))
cnn.add(layers.Flatten())
cnn.add(layers.Dense(100, activation="relu"))
cnn.add(layers.Dropout(0.4))
cnn.add(layers.Dense(10, activation="softmax"))
cnn.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
cnn.fit(train_images, train_labels[:6000], epochs=2, verbose=0)
scores = cnn.evaluate(test_images, test_labels, verbose=0, return_dict=True)
print(f"test accuracy: {scores['accuracy']:.1f}")

# %% extract
conv_acti = keras.Model(cnn.inputs, cnn.layers[0].output)
feature_maps = conv_acti.predict(test_images[:1], verbose=0)
print(feature_maps.shape)
print("same layer:", conv_acti.layers[1] is cnn.layers[0])

# %% image
plt.figure(figsize=(1.8, 1.8))
plt.imshow(test_images[0], cmap="gray_r")
plt.axis("off")
plt.show()

# %% maps
figure, grid = plt.subplots(4, 8, figsize=(6.4, 3.4), layout="compressed")
brightest = feature_maps.max() / 2  # 약한 반응도 보이게 합니다.
for index, axes in enumerate(grid.flat):
    axes.imshow(feature_maps[0, :, :, index], vmin=0, vmax=brightest)
    axes.axis("off")
plt.show()

# %% both
both_convs = keras.Model(cnn.inputs, [cnn.layers[0].output, cnn.layers[2].output])
for maps in both_convs.predict(test_images[:1], verbose=0):
    print(maps.shape)
