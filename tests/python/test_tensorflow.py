"""TensorFlow by way of DLPack.   ctest: timeout=1800 label=long"""
import stage

stage.enter("requirements-tensorflow.txt")
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import interop
import numpy as np
import tensorflow as tf

import apsis


class Capsule:
    """What NumPy's from_dlpack wants around a tensor of TensorFlow's."""

    def __init__(self, tensor):
        self.tensor = tensor

    def __dlpack__(self, **_):
        return tf.experimental.dlpack.to_dlpack(self.tensor)

    def __dlpack_device__(self):
        return 1, 0


def test_tensorflow_takes_columns_without_a_copy():
    def take(column):
        return tf.experimental.dlpack.from_dlpack(column.__dlpack__())

    sim = interop.make()
    column = sim.columns["x"]
    address = np.from_dlpack(Capsule(take(column))).ctypes.data
    assert column.numpy().ctypes.data % 64 == 0  # an unaligned one would be copied
    assert address == column.numpy().ctypes.data
    tensor = take(column)
    sim.step()
    assert np.array_equal(tensor.numpy(), sim.positions[:, 0])


def test_tensorflow_accelerations():
    interop.same_kind(tf.convert_to_tensor, tf.Tensor, lambda t: t.numpy())
    d = apsis.ic.plummer(n=100)
    brain = tf.cast(tf.convert_to_tensor(d.positions), tf.bfloat16)
    a = apsis.accelerations(brain, d.masses, softening=0.1)
    assert a.dtype == tf.bfloat16 and np.allclose(tf.cast(a, tf.float64), apsis.accelerations(tf.cast(brain, tf.float64), d.masses, softening=0.1), rtol=0.01)


if __name__ == "__main__":
    stage.main(globals())
