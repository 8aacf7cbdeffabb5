"""갈라지는 신경망의 연결 읽기"""

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(4, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(4, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
branch = layers.Dense(4, activation="relu", name="Branched_layer")(h2)
y2 = layers.Dense(1, name="y2_output")(branch)
forked = keras.Model(inputs, [y1, y2])

# %% edges
# 앞 층이 내놓은 텐서가 뒤 층이 받은 바로 그 텐서이면 두 층은 이어져 있습니다.
edges = [
    (before.name, after.name)
    for before in forked.layers
    for after in forked.layers
    if after.input is before.output
]
for before, after in edges:
    print(before, "->", after)

# %% consumers
consumers = [after for before, after in edges if before == "Layer_2"]
print(len(consumers), consumers)
