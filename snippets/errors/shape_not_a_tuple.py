"""크기를 튜플로 적지 않은 코드"""
# yeje: raises = "ValueError: to a shape."

# %% model
import keras

inputs = keras.Input(shape=(3))
