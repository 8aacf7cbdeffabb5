"""그래프가 될 수 없는 연결"""

# %% cycle
import textwrap

import keras
from keras import layers

source = keras.Input((3,), name="source")
try:
    ahead = layers.Dense(3)(behind)
    behind = layers.Dense(3)(ahead)
except NameError as error:
    print(f"{type(error).__name__}: {error}")

# %% shape
built = layers.Dense(4, name="built")
built(source)  # 특성 3개에 맞추어 가중치를 만들었습니다.
try:
    built(keras.Input((5,)))
except ValueError as error:
    print(textwrap.fill(f"{type(error).__name__}: {error}", width=80))

# %% rank
try:
    layers.Conv2D(8, kernel_size=3, name="conv")(keras.Input((28, 28)))
except ValueError as error:
    print(textwrap.fill(f"{type(error).__name__}: {error}", width=80))

# %% apart
other = keras.Input((3,), name="other")
try:
    keras.Model(other, built(source))
except ValueError as error:
    print(textwrap.fill(f"{type(error).__name__}: {error}", width=80))
