"""따로 적지 않아도 정해지는 값"""

# %% default
from keras import layers

print(layers.Dense(1).get_config()["activation"])
print(layers.Dense(1, activation="linear").get_config()["activation"])

# %% sizes
for kernel_size in (3, (3, 3)):
    print("kernel_size:", kernel_size, "->", layers.Conv2D(64, kernel_size).kernel_size)
for pool_size in (2, (2, 2)):
    print("pool_size:", pool_size, "->", layers.MaxPooling2D(pool_size).pool_size)
