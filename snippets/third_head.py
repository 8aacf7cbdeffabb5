"""세 번째 출력을 더하기"""

# %% model
import keras
from keras import layers

inputs = keras.Input((3,), name="input_layer")
h1 = layers.Dense(10, activation="relu", name="Layer_1")(inputs)
h2 = layers.Dense(10, activation="relu", name="Layer_2")(h1)
y1 = layers.Dense(1, name="y1_output")(h2)
branch = layers.Dense(10, activation="relu", name="Branched_layer")(h2)
y2 = layers.Dense(1, name="y2_output")(branch)
two_heads = keras.Model(inputs, [y1, y2])

# %% head
branch_output = two_heads.get_layer("Branched_layer").output
y3 = layers.Dense(1, name="y3_output")(branch_output)
three_heads = keras.Model(two_heads.inputs, [*two_heads.outputs, y3])

before, after = two_heads.count_params(), three_heads.count_params()
print(f"{before} + {after - before} = {after}")
for layer in two_heads.layers[1:]:
    # is는 값이 같은지가 아니라 같은 객체인지 묻습니다.
    print(f"{layer.name:14} {three_heads.get_layer(layer.name).kernel is layer.kernel}")
