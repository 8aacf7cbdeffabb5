"""Input이 돌려주는 텐서"""

# %% input
import keras

features = keras.Input((3,), name="features")
print("type: ", type(features).__name__)
print("shape:", features.shape)
print("dtype:", features.dtype)

# %% shapes
for sample in [(3,), (28, 28), (28, 28, 1), (None, 3)]:
    print(f"{sample!s:12} -> {keras.Input(sample).shape}")

# %% origin
just_input = keras.Model(features, features)
print([type(layer).__name__ for layer in just_input.layers])
print([layer.name for layer in just_input.layers])
