"""연습 10. 중간 출력을 꺼내 새 모델에 쓰기"""
# yeje: raises = "UnsolvedError: extractor의 출력 크기가 (None, 28, 28, 8)입니다."

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
# 할 일: pool 층의 출력에서 끝나게 고치고,
extractor = keras.Model(cnn.inputs, cnn.get_layer("conv").output)
images = keras.Input((28, 28, 1), name="images")
# 할 일: 새 모델 안에서 extractor를 층처럼 호출하세요.
x = layers.Flatten()(images)
kinds = layers.Dense(3, activation="softmax", name="kinds")(x)
three_kinds = keras.Model(images, kinds)

# %% check
print(check_nesting(cnn, extractor, three_kinds))
