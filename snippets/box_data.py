"""상자의 세 변에서 겉넓이와 부피까지"""

# %% data
import numpy as np

box_sides = np.random.default_rng(42).uniform(0.5, 1.5, (640, 3))
width, depth, height = box_sides.T
box_surface = 2 * (width * depth + depth * height + height * width)
box_volume = width * depth * height

print("width  depth  height | surface  volume")
for (w, d, h), s, v in zip(box_sides[:4], box_surface, box_volume, strict=False):
    print(f"{w:5.2f}  {d:5.2f}  {h:6.2f} | {s:7.2f}  {v:6.2f}")

# %% baseline
# 언제나 평균을 답할 때의 평균 제곱 오차입니다. 분산과 같습니다.
for name, target in [("surface", box_surface), ("volume", box_volume)]:
    error = np.mean((target - target.mean()) ** 2)
    print(f"{name:7}  mean {target.mean():.2f}  error {error:.2f}")
print(f"ratio {box_surface.var() / box_volume.var():.0f}")
