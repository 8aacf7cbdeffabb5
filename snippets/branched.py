"""갈라지는 신경망"""

# %% model
import keras
import matplotlib.pyplot as plt
from helpers.neurons import draw_neurons
from keras import layers

# 층을 하나씩 정의합니다.
layer_1 = layers.Dense(4, activation="relu", name="Layer_1")
layer_2 = layers.Dense(4, activation="relu", name="Layer_2")
branched_layer = layers.Dense(4, activation="relu", name="Branched_layer")
y1_output = layers.Dense(1, name="y1_output")
y2_output = layers.Dense(1, name="y2_output")

# 층을 텐서로 호출하면 새 텐서가 나옵니다.
inputs = keras.Input((3,), name="input_layer")
h1 = layer_1(inputs)
h2 = layer_2(h1)
y1 = y1_output(h2)  # h2를 여기에서 한 번,
y2 = y2_output(branched_layer(h2))  # 여기에서 또 한 번 씁니다.
branched = keras.Model(inputs=inputs, outputs=[y1, y2])

# %% drawing
draw_neurons(branched)
plt.show()

# %% summary
branched.summary(line_length=110)

# %% plot
keras.utils.plot_model(
    branched, to_file="branched.png", show_shapes=True, show_layer_names=True
)
