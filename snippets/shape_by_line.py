"""한 줄마다 달라지는 텐서의 크기"""

# %% shapes
import keras
from keras import layers

image = x = keras.Input((28, 28, 1))
print("Input       ", x.shape)
x = layers.Conv2D(8, kernel_size=3)(x)  # padding을 적지 않았습니다.
print("Conv2D      ", x.shape)
x = layers.MaxPooling2D(2)(x)
print("MaxPooling2D", x.shape)
x = layers.Conv2D(16, kernel_size=3)(x)
print("Conv2D      ", x.shape)
x = layers.MaxPooling2D(2)(x)
print("MaxPooling2D", x.shape)
x = layers.Flatten()(x)
print("Flatten     ", x.shape)
x = layers.Dense(10, activation="softmax")(x)
print("Dense       ", x.shape)
small_cnn = keras.Model(image, x)

# %% ask
print(layers.Conv2D(8, kernel_size=3).compute_output_shape((None, 28, 28, 1)))
print(layers.Conv2D(8, kernel_size=3).compute_output_shape((None, 100, 50, 1)))

# %% kept
# x라는 이름을 여섯 번 다시 썼지만 먼저 나온 텐서는 사라지지 않았습니다.
for layer in small_cnn.layers:
    print(f"{layer.name:15} {layer.output.shape}")
