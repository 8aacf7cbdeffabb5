"""같은 층을 두 번 호출하기"""

# %% twice
import keras
import numpy as np
from keras import layers

morning = keras.Input((3,), name="morning")
evening = keras.Input((3,), name="evening")
scorer = layers.Dense(4, name="scorer")
first = scorer(morning)
weights_after_first = scorer.count_params()
second = scorer(evening)
print("same tensor:", first is second)
print("parameters: ", weights_after_first, "->", scorer.count_params())

# %% new
first = layers.Dense(4)(morning)
second = layers.Dense(4)(evening)
print("parameters: ", keras.Model([morning, evening], [first, second]).count_params())

# %% chain
start = keras.Input((3,), name="start")
step = layers.Dense(3, name="step")
stepped_twice = keras.Model(start, step(step(start)))
samples = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
by_hand = step(step(samples))
print("parameters:", stepped_twice.count_params())
print("the same:  ", np.allclose(stepped_twice.predict(samples, verbose=0), by_hand))

# %% plot
keras.utils.plot_model(
    stepped_twice,
    to_file="stepped_twice.png",
    show_layer_names=True,
)
