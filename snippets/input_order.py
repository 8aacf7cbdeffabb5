"""순서를 바꿔 넣어도 오류가 나지 않는 두 입력"""

# %% model
import textwrap

import keras
import numpy as np
from keras import layers

today = keras.Input((3,), name="today")
yesterday = keras.Input((3,), name="yesterday")
warmer = layers.Subtract(name="warmer")([today, yesterday])
warming = keras.Model([today, yesterday], warmer)

# %% swapped
# 세 도시의 기온입니다. 모두 어제보다 올랐습니다.
temperatures_today = np.array([[23.0, 25.0, 20.0]])
temperatures_yesterday = np.array([[20.0, 21.0, 19.0]])
right = warming.predict([temperatures_today, temperatures_yesterday], verbose=0)
wrong = warming.predict([temperatures_yesterday, temperatures_today], verbose=0)
print("right:", right)
print("wrong:", wrong)
assert not np.array_equal(right, wrong)

# %% names
print([tensor.name for tensor in warming.inputs])
one_way = {"today": temperatures_today, "yesterday": temperatures_yesterday}
other_way = {"yesterday": temperatures_yesterday, "today": temperatures_today}
for data in (one_way, other_way):
    print(warming.predict(data, verbose=0))

# %% missing
try:
    warming.predict({"today": temperatures_today, "yesteday": temperatures_yesterday})
except ValueError as error:
    print(textwrap.fill(f"{type(error).__name__}: {error}", width=80))
