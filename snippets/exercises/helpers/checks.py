"""연습문제의 검사. 답이 맞으면 그 말을 돌려주고, 아니면 무엇이 다른지 말하며 멈춥니다."""

import math
import sys
from collections import Counter
from itertools import pairwise

import keras
import numpy as np


class UnsolvedError(Exception):
    """아직 풀리지 않았습니다. 메시지가 무엇을 고칠지 말합니다."""

    def __init__(self, message):
        super().__init__(f"아직입니다. {message}".replace(". ", ".\n"))  # 한 줄에 한 문장

    def _render_traceback_(self):
        """노트북은 이 메서드가 있으면 긴 오류 대신 여기서 돌려주는 줄만 보여 줍니다."""
        return str(self).split("\n")


def _say_only_the_message(kind, error, trace):
    if issubclass(kind, UnsolvedError):
        print(error, file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _say_only_the_message  # 명령줄에서도 마찬가지입니다. 종료 코드는 1입니다.


# 연습문제마다 검사 하나


def check_rewrite(sequential, functional):
    """연습 1. 두 모델의 층이 종류, 순서, 설정까지 같은지 봅니다."""
    _require_functional(functional, "functional")
    wanted, found = _kinds(sequential.layers), _kinds(functional.layers[1:])
    if missing := list((Counter(wanted) - Counter(found)).elements()):
        raise UnsolvedError(
            f"없는 층이 {len(missing)}개 있습니다: {', '.join(missing)}. "
            "빠짐없이 만들고, 층이 내놓은 텐서를 다음 층에 넘기세요."
        )
    if extra := list((Counter(found) - Counter(wanted)).elements()):
        raise UnsolvedError(f"Sequential 모델에 없는 층이 있습니다: {', '.join(extra)}.")
    if found != wanted:
        raise UnsolvedError(f"층의 순서가 다릅니다. 지금은 {' → '.join(found)} 순서입니다.")
    _require_chain(functional)
    for theirs, ours in zip(sequential.layers, functional.layers[1:], strict=True):
        _require_settings(ours, **{k: v for k, v in theirs.get_config().items() if k != "name"})
    if functional.input_shape != sequential.input_shape:
        raise UnsolvedError(f"입력의 크기가 다릅니다. 지금은 {functional.input_shape[1:]}입니다.")
    return f"맞았습니다. 두 모델은 층 {len(found)}개의 종류와 순서와 설정이 모두 같습니다."


def check_parameters(model, answer):
    """연습 2. 적은 수를 모델이 센 수와 견주고, 다르면 어디에서 틀렸는지 짚습니다."""
    for layer in model.layers:
        if not layer.count_params():
            continue
        said = answer.get(layer.name)
        if said != layer.count_params():
            raise UnsolvedError(f"{layer.name} 층: {_slip(model, layer, said)}")
    return f"맞았습니다. 세 층을 더하면 {model.count_params():,}개입니다."


def check_sizes(model):
    """연습 3. 5-8-6-2 신경망인지 봅니다."""
    _require_functional(model, "network")
    if model.input_shape != (None, 5):
        raise UnsolvedError(f"입력이 {model.input_shape[-1]}개입니다. 5개를 받도록 Input을 고치세요.")
    dense = model.layers[1:]
    if _kinds(dense) != ["Dense"] * 3:
        raise UnsolvedError(
            f"입력층 뒤의 층이 {len(dense)}개입니다. 은닉층 둘과 출력층 하나, 모두 Dense 층 3개여야 합니다. "
            "앞 층이 내놓은 텐서로 다음 층을 호출했는지 보세요."
        )
    _require_chain(model)
    for layer, units, activation in zip(dense, (8, 6, 2), ("relu", "relu", "linear"), strict=True):
        _require_settings(layer, units=units, activation=activation)
    return f"맞았습니다. 파라미터는 모두 {model.count_params()}개입니다."


def check_branch(model):
    """연습 4. Layer_1에서 갈라지는지 봅니다."""
    _require_functional(model, "branched")
    if len(model.outputs) != 2:
        raise UnsolvedError(
            f"출력이 {len(model.outputs)}개입니다. y2를 만들고 keras.Model에 [y1, y2]를 건네세요."
        )
    _require_settings(_layer(model, "Branched_layer"), units=3, activation="relu")
    _require_settings(_layer(model, "y2_output"), units=2, activation="linear")
    _require_arrow(model, "Layer_1", "Branched_layer", "y2의 갈래를 h1에서 시작하세요.")
    _require_arrow(model, "Branched_layer", "y2_output", "갈래의 텐서로 y2_output을 호출하세요.")
    _require_arrow(model, "Layer_1", "Layer_2", "원래 있던 길은 그대로 두세요.")
    _require_arrow(model, "Layer_2", "y1_output", "원래 있던 길은 그대로 두세요.")
    _require_outputs(model, "y1_output", "y2_output")
    consumers = [after for before, after in _arrows(model) if before == "Layer_1"]
    return f"맞았습니다. Layer_1의 출력을 받는 층이 {len(consumers)}개입니다."


def check_third_head(two_heads, three_heads):
    """연습 5. 옛 층을 그대로 쓰면서 세 번째 출력을 붙였는지 봅니다."""
    _require_functional(three_heads, "three_heads")
    if len(three_heads.outputs) != 3:
        raise UnsolvedError(
            f"출력이 {len(three_heads.outputs)}개입니다. 원래 있던 출력 둘 뒤에 y3을 더해 3개를 건네세요."
        )
    kept = {id(weight) for weight in three_heads.weights}
    if not all(id(weight) in kept for weight in two_heads.weights):
        raise UnsolvedError(
            "two_heads와 함께 쓰지 않는 층이 있습니다. 층을 새로 만들지 말고 "
            'two_heads.get_layer("Layer_2").output에서 시작하세요.'
        )
    _require_settings(_layer(three_heads, "Third_layer"), units=5, activation="relu")
    _require_settings(_layer(three_heads, "y3_output"), units=1, activation="linear")
    _require_arrow(three_heads, "Layer_2", "Third_layer", "y3의 갈래를 Layer_2의 출력에서 시작하세요.")
    _require_arrow(three_heads, "Third_layer", "y3_output", "Third_layer를 지나게 하세요.")
    _require_outputs(three_heads, "y1_output", "y2_output", "y3_output")
    grown = three_heads.count_params() - two_heads.count_params()
    return f"맞았습니다. 파라미터가 {grown}개 늘었고, 원래 있던 층은 모두 그대로 씁니다."


def check_losses(model):
    """연습 6. 데이터를 조금 만들어 평가하고, 손실이 무엇을 더한 값인지 봅니다."""
    if not model.compiled:
        raise UnsolvedError("compile 메서드를 부르지 않았습니다.")
    names, losses = ("price", "sold"), ("mean_squared_error", "binary_crossentropy")
    samples = np.linspace(-1, 1, 24, dtype="float32").reshape(8, 3)
    targets = np.linspace(2, 5, 8).reshape(8, 1), np.arange(8).reshape(8, 1) % 2.0
    scores = model.evaluate(samples, targets, verbose=0, return_dict=True)
    if not {"price_loss", "sold_loss"} <= scores.keys():
        raise UnsolvedError("손실이 하나뿐입니다. 출력이 둘이므로 손실도 출력마다 하나씩 정하세요.")
    predicted = dict(zip(names, model.predict(samples, verbose=0), strict=True))

    def uses(name, loss):
        computed = np.mean(getattr(keras.losses, loss)(targets[names.index(name)], predicted[name]))
        return math.isclose(computed, scores[f"{name}_loss"], rel_tol=1e-3)

    if all(map(uses, names, losses[::-1])):
        raise UnsolvedError("두 손실이 서로 바뀌었습니다. price가 먼저이고 sold가 나중입니다.")
    for name, loss in zip(names, losses, strict=True):
        if not uses(name, loss):
            raise UnsolvedError(f"{name} 출력의 손실이 다릅니다. 맞는 손실은 {loss}입니다.")
    price, sold, total = scores["price_loss"], scores["sold_loss"], scores["loss"]
    if math.isclose(total, price + sold, rel_tol=1e-3):
        raise UnsolvedError("두 손실을 그대로 더했습니다. loss_weights를 정하세요.")
    if math.isclose(total, 0.5 * price + sold, rel_tol=1e-3):
        raise UnsolvedError("비중이 서로 바뀌었습니다. 절반만 더할 쪽은 sold의 손실입니다.")
    if not math.isclose(total, price + 0.5 * sold, rel_tol=1e-3):
        raise UnsolvedError("loss_weights의 값이 다릅니다. price의 손실은 1배, sold의 손실은 0.5배입니다.")
    return "맞았습니다. 전체 손실은 price의 손실에 sold의 손실의 0.5배를 더한 값입니다."


def check_two_inputs(model):
    """연습 7. 두 입력이 각자의 층을 지나 만나는지 봅니다."""
    _require_functional(model, "house")
    names = [tensor.name for tensor in model.inputs]
    if len(names) != 2:
        raise UnsolvedError(f"입력이 {len(names)}개입니다. keras.Model에 [size, place]를 건네세요.")
    if names != ["size", "place"]:
        raise UnsolvedError(f"입력의 순서가 다릅니다. 지금은 {names}, 맞는 순서는 ['size', 'place']입니다.")
    _require_settings(_layer(model, "place_layer"), units=3, activation="relu")
    _require_arrow(model, "place", "place_layer", "place_layer는 place 입력으로 호출하세요.")
    joints = [layer for layer in model.layers if isinstance(layer, keras.layers.Concatenate)]
    if len(joints) != 1:
        raise UnsolvedError(f"Concatenate 층이 {len(joints)}개입니다. 하나로 두 갈래를 이어 붙이세요.")
    for branch in ("size_layer", "place_layer"):
        _require_arrow(model, branch, joints[0].name, "두 갈래의 텐서를 리스트로 묶어 건네세요.")
    _require_arrow(model, joints[0].name, "price", "price는 이어 붙인 텐서로 호출하세요.")
    return f"맞았습니다. price 층은 두 갈래에서 온 숫자 {joints[0].output.shape[-1]}개를 받습니다."


def check_residual(model):
    """연습 8. 숫자를 흘려 보고, output이 받는 것이 h와 x의 합인지 봅니다."""
    _require_functional(model, "residual")
    tensors = [_layer(model, name).output for name in ("first", "block_1", "block_2")]
    received = _layer(model, "output").input
    samples = np.random.default_rng(42).standard_normal((16, 6))
    h, middle, x, joined = keras.Model(model.inputs, [*tensors, received]).predict(samples, verbose=0)
    if joined.shape != x.shape:
        raise UnsolvedError(
            f"output 층이 숫자를 {joined.shape[-1]}개 받습니다. 이어 붙이지 말고 더하세요. "
            "더하면 8개 그대로입니다."
        )
    if np.allclose(joined, x):
        raise UnsolvedError("output 층이 x만 받습니다. 블록에 들어간 h를 건너편으로 보내 x와 더하세요.")
    if np.allclose(joined, h + middle):
        raise UnsolvedError("block_1을 지난 텐서에 h를 더했습니다. block_2까지 지난 뒤에 더하세요.")
    if np.allclose(joined, x + x) or np.allclose(joined, h + h):
        raise UnsolvedError("같은 텐서를 두 번 더했습니다. 블록에 들어간 h와 블록에서 나온 x를 더하세요.")
    if not np.allclose(joined, h + x, atol=1e-5):
        raise UnsolvedError(
            "output 층이 받는 것이 h와 x의 합이 아닙니다. 더한 텐서를 바로 output에 넘기세요."
        )
    return "맞았습니다. output 층은 h와 x를 더한 텐서를 받습니다."


def check_shared_layer(model):
    """연습 9. 층 하나가 두 입력에 쓰이는지 봅니다."""
    _require_functional(model, "twins")
    dense = [layer.name for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    if len(dense) > 2:
        raise UnsolvedError(
            f"Dense 층이 {len(dense)}개입니다: {', '.join(dense)}. "
            "encoder 층을 한 번만 만들고, 그 층을 두 입력으로 호출하세요."
        )
    encoder = _layer(model, "encoder")
    _require_settings(encoder, units=4, activation="relu")
    joints = [layer for layer in model.layers if isinstance(layer, keras.layers.Concatenate)]
    if any(joint.input[0] is joint.input[1] for joint in joints):
        raise UnsolvedError(
            "같은 텐서를 두 번 이어 붙였습니다. 왼쪽에서 온 것과 오른쪽에서 온 것을 이으세요."
        )
    for name in ("left", "right"):
        _require_arrow(model, name, "encoder", f"encoder를 {name} 입력으로도 호출하세요.")
    calls = sum(after == "encoder" for _, after in _arrows(model))
    return (
        f"맞았습니다. encoder 층을 {calls}번 호출했지만 파라미터는 {encoder.count_params()}개 그대로입니다."
    )


def check_nesting(cnn, extractor, model):
    """연습 10. 중간 출력을 꺼낸 모델이 cnn의 층을 쓰는지, 그 모델을 층처럼 썼는지 봅니다."""
    _require_functional(extractor, "extractor")
    if extractor.output_shape != (None, 14, 14, 8):
        raise UnsolvedError(
            f"extractor의 출력 크기가 {extractor.output_shape}입니다. "
            "pool 층의 출력에서 끝나면 (None, 14, 14, 8)입니다."
        )
    if _layer(extractor, "conv").kernel is not cnn.get_layer("conv").kernel:
        raise UnsolvedError(
            "extractor의 conv 층이 cnn의 층이 아닙니다. 층을 새로 만들지 말고 cnn의 입력과 "
            "cnn에 있는 pool 층의 출력을 묶으세요."
        )
    _require_functional(model, "three_kinds")
    if cnn in model.layers:
        raise UnsolvedError("cnn을 통째로 넣었습니다. pool 층에서 끝나는 extractor를 넣으세요.")
    if extractor not in model.layers:
        raise UnsolvedError("three_kinds 안에 extractor가 없습니다. extractor를 층처럼 텐서로 호출하세요.")
    _require_settings(_layer(model, "kinds"), units=3, activation="softmax")
    if model.output_shape != (None, 3):
        raise UnsolvedError(
            f"출력의 크기가 {model.output_shape}입니다. "
            "Flatten으로 펼친 다음 kinds를 호출하면 (None, 3)입니다."
        )
    added = model.count_params() - extractor.count_params()
    return f"맞았습니다. 새로 배울 파라미터는 kinds 층의 {added:,}개이고, conv 층은 cnn과 함께 씁니다."


# 검사가 함께 쓰는 것


def _require_functional(model, variable):
    if not isinstance(model, keras.Model):
        raise UnsolvedError(
            f"변수 {variable}에 {type(model).__name__} 객체가 있습니다. keras.Model로 묶은 모델을 담으세요."
        )
    if isinstance(model, keras.Sequential):
        raise UnsolvedError(
            f"변수 {variable}에 Sequential 모델이 있습니다. 함수형 API로 만든 모델을 담으세요."
        )


def _require_settings(layer, **wanted):
    """층의 설정(get_config)이 바라는 값인지 봅니다."""
    config = layer.get_config()
    for key, value in wanted.items():
        if key not in config:
            raise UnsolvedError(f"{layer.name} 층의 종류가 다릅니다. 지금은 {type(layer).__name__} 층입니다.")
        if config[key] == value:
            continue
        if key == "units":
            raise UnsolvedError(
                f"{layer.name} 층의 뉴런 수가 다릅니다. 지금은 {config[key]}개, 맞는 수는 {value}개입니다."
            )
        raise UnsolvedError(
            f"{layer.name} 층의 {key} 설정이 다릅니다. 지금은 {config[key]!r}, 맞는 값은 {value!r}입니다."
        )


def _require_arrow(model, before, after, cure):
    """층 after가 층 before의 출력을 받는지 봅니다."""
    _layer(model, after)
    sources = [source for source, target in _arrows(model) if target == after]
    if before not in sources:
        found = "과 ".join(f"{source}의 출력" for source in sources)
        raise UnsolvedError(
            f"{after} 층이 {before}의 출력을 받지 않습니다. 지금 받는 것은 {found}입니다. {cure}"
        )


def _require_outputs(model, *names):
    if model.output_names != list(names):
        raise UnsolvedError(
            f"출력의 순서가 다릅니다. 지금은 {', '.join(model.output_names)} 순서이고, "
            f"맞는 순서는 {', '.join(names)}입니다."
        )


def _require_chain(model):
    """층이 한 줄로 이어졌는지 봅니다."""
    names = [layer.name for layer in model.layers]
    if _arrows(model) != list(pairwise(names)):
        raise UnsolvedError(
            "층이 한 줄로 이어져 있지 않습니다. 바로 앞의 텐서로 다음 층을 호출했는지 보세요."
        )


def _layer(model, name):
    found = next((layer for layer in model.layers if layer.name == name), None)
    if found is None:
        raise UnsolvedError(
            f"모델에 이름이 {name}인 층이 없습니다. "
            "이름을 확인하고, 그 층의 텐서가 출력까지 이어지는지 보세요."
        )
    return found


def _kinds(layers):
    return [type(layer).__name__ for layer in layers]


def _arrows(model):
    """모델의 연결을 (앞 층의 이름, 뒤 층의 이름)으로. 여러 번 호출한 층은 여러 번 나옵니다."""
    return [
        (before, layer["name"])
        for layer in model.get_config()["layers"]
        for call in layer["inbound_nodes"]
        for before in _tensors(call)
    ]


def _tensors(value):
    """호출에 쓰인 텐서마다, 그 텐서를 내놓은 층의 이름."""
    if isinstance(value, dict):
        if value.get("class_name") == "__keras_tensor__":
            yield value["config"]["keras_history"][0]
            return
        value = value.values()
    if not isinstance(value, (str, bytes)) and hasattr(value, "__iter__"):
        for part in value:
            yield from _tensors(part)


def _slip(model, layer, said):
    """파라미터 수를 잘못 세는 흔한 까닭 가운데 하나."""
    *inside, units = layer.kernel.shape
    *window, depth = inside
    if not said:
        return "아직 적지 않았습니다."
    if said == math.prod(inside) * units:
        return f"절편을 빠뜨린 것 같습니다. 절편은 {units}개입니다."
    if said == math.prod(inside) + 1:
        return f"하나의 파라미터만 센 것 같습니다. 이 층에는 그런 것이 {units}개 있습니다."
    if window and said in (math.prod(window) * units, (math.prod(window) + 1) * units):
        return f"필터의 깊이를 빠뜨린 것 같습니다. 입력의 깊이는 {depth}입니다."
    pool = next((one for one in model.layers if one.name == "pool"), None)
    if pool is not None and said == (math.prod(pool.input.shape[1:]) + 1) * units:
        return "풀링을 지나기 전의 크기로 센 것 같습니다. 풀링은 가로와 세로를 절반으로 줄입니다."
    return f"{said:,}개가 아닙니다. summary의 Output Shape에서 이 층이 받는 텐서의 크기부터 확인하세요."
