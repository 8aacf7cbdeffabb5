"""연습 10의 풀이"""

# %% model
import keras
from helpers.checks import check_nesting
from keras import layers

cnn = keras.Sequential([keras.Input((28, 28, 1))])
cnn.add(layers.Conv2D(8, 3, activation="relu", padding="same", name="conv"))
cnn.add(layers.MaxPooling2D(2, name="pool"))
cnn.add(layers.Flatten())
cnn.add(layers.Dense(10, activation="softmax", name="classes"))

# %% nest
extractor = keras.Model(cnn.inputs, cnn.get_layer("pool").output)
images = keras.Input((28, 28, 1), name="images")
features = extractor(images)
x = layers.Flatten()(features)
kinds = layers.Dense(3, activation="softmax", name="kinds")(x)
three_kinds = keras.Model(images, kinds)

# %% check
print(check_nesting(cnn, extractor, three_kinds))
