"""입력이 둘인 모델"""

# %% model
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(42)
sides = keras.Input((3,), name="sides")  # 상자의 세 변
material = keras.Input((2,), name="material")  # 판의 두께와 밀도
h_sides = layers.Dense(8, activation="relu", name="sides_layer")(sides)
joined = layers.Concatenate(name="joined")([h_sides, material])
h = layers.Dense(8, activation="relu", name="joint_layer")(joined)
mass = layers.Dense(1, name="mass")(h)
two_inputs = keras.Model(inputs=[sides, material], outputs=mass)

# %% summary
two_inputs.summary(line_length=110)

# %% plot
keras.utils.plot_model(
    two_inputs,
    to_file="two_inputs.png",
    show_shapes=True,
    show_layer_names=True,
)

# %% predict
some_sides = np.ones((5, 3), dtype="float32")
some_material = np.ones((5, 2), dtype="float32")
print(two_inputs.predict([some_sides, some_material], verbose=0).shape)
