"""층을 텐서로 호출하면 텐서가 나옵니다"""

# %% layer
import keras
from keras import layers

dense = layers.Dense(100, activation="relu")
print("callable:", callable(dense))
print("weights:", len(dense.weights))

# %% call
flat = keras.Input((3136,))
hidden = dense(flat)
print(type(dense).__name__, "->", type(hidden).__name__, hidden.shape)
print("weights:", [tuple(weight.shape) for weight in dense.weights])

# %% history
print("made by this very layer:", hidden is dense.output)
print("from this very tensor:", flat is dense.input)

# %% numbers
try:
    float(hidden[0, 0])
except (TypeError, ValueError) as error:
    print(type(error).__name__)
