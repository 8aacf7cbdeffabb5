"""예전 책의 import 문"""

# %% layers
try:
    from keras.layers.merge import concatenate
except ModuleNotFoundError as error:
    print(f"{type(error).__name__}: {error}")

# %% backend
try:
    from keras.backend import mean
except ImportError as error:
    message, _, _ = str(error).partition(" (")
    print(f"{type(error).__name__}: {message}")

# %% today
from keras.layers import concatenate
from keras.ops import mean

print(concatenate.__name__, mean.__name__)
