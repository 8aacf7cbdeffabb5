"""모델 셋의 예측을 평균하는 앙상블"""

# %% members
import keras
import numpy as np
from keras import layers

samples = np.random.default_rng(42).standard_normal((400, 3), dtype="float32")
targets = samples[:, :1] * samples[:, 1:2] + samples[:, 2:]
members = []
for seed in (1, 2, 3):
    keras.utils.set_random_seed(seed)
    member = keras.Sequential([keras.Input((3,))], name=f"member_{seed}")
    member.add(layers.Dense(16, activation="relu"))
    member.add(layers.Dense(1))
    member.compile(keras.optimizers.Adam(0.01), "mse")
    member.fit(samples[:300], targets[:300], epochs=30, verbose=0)
    members.append(member)

# %% average
inputs = keras.Input((3,), name="input_layer")
average = layers.Average(name="average")([member(inputs) for member in members])
ensemble = keras.Model(inputs, average)
print([member.count_params() for member in members], ensemble.count_params())

# %% plot
keras.utils.plot_model(ensemble, show_layer_names=True)

# %% errors
errors = []
for model in (*members, ensemble):
    difference = model(samples[300:]).numpy() - targets[300:]
    errors.append(np.mean(difference**2))
print("members: ", [f"{error:.3f}" for error in errors[:3]])
print("mean:    ", f"{np.mean(errors[:3]):.3f}")
print("ensemble:", f"{errors[3]:.3f}")
