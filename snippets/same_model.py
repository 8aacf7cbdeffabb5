"""두 CNN이 같은 모델인지 확인하기"""

# %% models
import keras
import numpy as np
from keras import layers


def cnn_layers():
    return [
        layers.Conv2D(32, kernel_size=3, activation="relu", padding="same"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, kernel_size=(3, 3), activation="relu", padding="same"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(100, activation="relu"),
        layers.Dropout(0.4),
        layers.Dense(10, activation="softmax"),
    ]


cnn_s = keras.Sequential([keras.Input((28, 28, 1)), *cnn_layers()])

inputs = outputs = keras.Input((28, 28, 1))
for layer in cnn_layers():
    outputs = layer(outputs)
cnn_f = keras.Model(inputs, outputs)

# %% layers
print(f"Sequential {len(cnn_s.layers)}, Functional {len(cnn_f.layers)}")
for s, f in zip([None, *cnn_s.layers], cnn_f.layers, strict=True):
    print(f"{type(s).__name__ if s else '-':14} {type(f).__name__}")

# %% config
pairs = list(zip(cnn_s.layers, cnn_f.layers[1:], strict=True))
for s, f in pairs:
    same = (s.get_config() | {"name": f.name}) == f.get_config()
    print(f"{s.name:16} {f.name:16} {same}")

# %% count
for s, f in pairs:
    print(f"{type(s).__name__:14} {s.count_params():>9,} {f.count_params():>9,}")
print(f"{'Total':14} {cnn_s.count_params():>9,} {cnn_f.count_params():>9,}")

# %% seed
for seed_s, seed_f in [(1, 2), (42, 42)]:
    keras.utils.set_random_seed(seed_s)
    start_s = keras.models.clone_model(cnn_s).get_weights()
    keras.utils.set_random_seed(seed_f)
    start_f = keras.models.clone_model(cnn_f).get_weights()
    print(f"seed {seed_s}, {seed_f}:", all(map(np.array_equal, start_s, start_f)))

# %% outputs
cnn_f.set_weights(cnn_s.get_weights())
images = np.random.default_rng(42).random((5, 28, 28, 1), dtype="float32")
difference = cnn_s.predict(images, verbose=0) - cnn_f.predict(images, verbose=0)
print("max difference:", np.abs(difference).max())
