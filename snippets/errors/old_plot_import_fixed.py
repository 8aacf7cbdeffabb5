"""지금의 자리에서 불러오는 코드"""

# %% import
from keras.utils import plot_model

print(plot_model.__name__)
