"""옛 자리에서 plot_model을 불러오는 코드"""
# yeje: raises = "ModuleNotFoundError: No module named 'keras.utils.vis_utils'"

# %% import
from keras.utils.vis_utils import plot_model

print(plot_model.__name__)
