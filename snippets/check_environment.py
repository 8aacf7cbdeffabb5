"""실습 환경 확인하기"""

# %% versions
import importlib
import sys
from pathlib import Path

to_do = []
print("python", sys.version.split()[0])
if not (3, 11) <= sys.version_info < (3, 14):
    to_do.append("파이썬 3.11, 3.12, 3.13 가운데 하나를 설치하세요.")
for name in ("tensorflow", "keras", "matplotlib"):
    try:
        version = importlib.import_module(name).__version__
        print(name, version)
        if name == "keras" and version.startswith("2."):
            to_do.append("python -m pip install --upgrade keras")
    except ImportError as error:
        print(f"{name}: 없습니다. ({error})")
        to_do.append(f"python -m pip install {name}")

# %% plot
drawing = Path("tiny.png")
drawing.unlink(missing_ok=True)
picture = None
try:
    import keras

    tiny = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    picture = keras.utils.plot_model(tiny, to_file=str(drawing))
    if not drawing.exists():  # 노트북에서는 오류 없이 안내만 나옵니다.
        raise ImportError("pydot or graphviz is missing")
    print("plot_model: 그림을 그렸습니다.")
except ImportError as error:
    print(f"plot_model: 그리지 못했습니다. ({error})")
    if "pydot" in str(error):
        to_do.append("python -m pip install pydot")
    if "graphviz" in str(error):
        to_do.append("Graphviz를 설치하세요. https://graphviz.org/download/")
picture  # 노트북이라면 여기에 그림이 보입니다.

# %% verdict
for number, task in enumerate(to_do, 1):
    print(f"할 일 {number}: {task}")
if not to_do:
    print("준비가 끝났습니다.")
