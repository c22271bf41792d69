"""The instructions of `vector` as portable LLVM vectors, which numba writes into the kernels that use them."""

from __future__ import annotations

from functools import cache
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.registry import cpu_target
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

_BYTES = ir.VectorType(ir.IntType(8), 64)
_LANES = ir.VectorType(ir.IntType(32), 16)


def _all(vector: Any, value: int) -> Any:
    return ir.Constant(vector, [ir.Constant(vector.element, value)] * vector.count)


def _pointer(context: Any, builder: Any, kind: Any, array: Any, index: Any, to: Any) -> Any:
    """The address of an element of a contiguous array, as a pointer to `to`."""
    element = builder.gep(make_array(kind)(context, builder, array).data, [index])
    return builder.bitcast(element, to.as_pointer())


def _load(builder: Any, pointer: Any) -> Any:
    value = builder.load(pointer)
    value.align = 1
    return value


def _store(builder: Any, value: Any, pointer: Any) -> None:
    builder.store(value, pointer).align = 1


@intrinsic
def load64(typing: Any, data: Any, at: Any) -> Any:
    """Eight bytes as a little-endian number."""

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return _load(builder, _pointer(context, builder, data, values[0], values[1], ir.IntType(64)))

    return types.uint64(data, types.intp), code


@intrinsic
def trailing_zeros(typing: Any, x: Any) -> Any:
    """The index of the lowest bit that is set."""

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.cttz(values[0], cgutils.true_bit)

    return types.intp(types.uint64), code


@intrinsic
def fold64(typing: Any, source: Any, at: Any, target: Any, to: Any) -> Any:
    """Copy 64 bytes, ASCII in lower case; returns a bit per byte, set for letters, digits and all above 127."""

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        def within(block: Any, first: int, count: int) -> Any:
            return builder.icmp_unsigned("<", builder.sub(block, _all(_BYTES, first)), _all(_BYTES, count))

        block = _load(builder, _pointer(context, builder, source, values[0], values[1], _BYTES))
        small = builder.select(within(block, 65, 26), _all(_BYTES, 32), _all(_BYTES, 0))
        block = builder.or_(block, small)
        _store(builder, block, _pointer(context, builder, target, values[2], values[3], _BYTES))
        high = builder.icmp_unsigned(">=", block, _all(_BYTES, 128))
        word = builder.or_(builder.or_(within(block, 97, 26), within(block, 48, 10)), high)
        return builder.bitcast(word, ir.IntType(64))

    return types.uint64(source, types.intp, target, types.intp), code


@intrinsic
def above127(typing: Any, data: Any, at: Any) -> Any:
    """A bit for each of 64 bytes: whether it is above 127."""

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        block = _load(builder, _pointer(context, builder, data, values[0], values[1], _BYTES))
        return builder.bitcast(builder.icmp_unsigned(">=", block, _all(_BYTES, 128)), ir.IntType(64))

    return types.uint64(data, types.intp), code


@intrinsic
def suspects64(typing: Any, data: Any, at: Any) -> Any:
    """A bit for each of 64 bytes: lead bytes above 127, line feeds, and the digits 0 and 1 beside a letter."""

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        def bits(flags: Any) -> Any:
            return builder.bitcast(flags, ir.IntType(64))

        def number(value: int) -> Any:
            return ir.Constant(ir.IntType(64), value)

        block = _load(builder, _pointer(context, builder, data, values[0], values[1], _BYTES))
        small = builder.sub(builder.or_(block, _all(_BYTES, 32)), _all(_BYTES, 97))
        letter = bits(builder.icmp_unsigned("<", small, _all(_BYTES, 26)))
        digit = bits(builder.icmp_unsigned("==", builder.or_(block, _all(_BYTES, 1)), _all(_BYTES, 49)))
        before = builder.or_(builder.shl(letter, number(1)), number(1))
        after = builder.or_(builder.lshr(letter, number(1)), number(1 << 63))
        beside = builder.and_(digit, builder.or_(before, after))
        lead = bits(builder.icmp_unsigned(">=", block, _all(_BYTES, 192)))
        ends = bits(builder.icmp_unsigned("==", block, _all(_BYTES, 10)))
        return builder.or_(builder.or_(lead, ends), beside)

    return types.uint64(data, types.intp), code


def least_of(width: int) -> Any:
    """A function that computes, in `width` lanes, the least a * h + b mod 2^32 over `count` values h."""
    vectors = range(width // 16)

    @intrinsic
    def least(typing: Any, h: Any, count: Any, a: Any, b: Any, lane: Any, signature: Any) -> Any:
        def code(context: Any, builder: Any, call_signature: Any, values: Any) -> Any:
            h_, count_, a_, b_, lane_, signature_ = values
            nothing = ir.Constant(_LANES, ir.Undefined)

            def lanes(kind: Any, array: Any, k: int) -> Any:
                index = builder.add(lane_, ir.Constant(lane_.type, 16 * k))
                return _pointer(context, builder, kind, array, index, _LANES)

            factors = [_load(builder, lanes(a, a_, k)) for k in vectors]
            addends = [_load(builder, lanes(b, b_, k)) for k in vectors]
            kept = [cgutils.alloca_once_value(builder, _all(_LANES, 0xFFFFFFFF)) for _ in vectors]
            with cgutils.for_range(builder, count_) as loop:
                item = _load(builder, _pointer(context, builder, h, h_, loop.index, ir.IntType(32)))
                spread = builder.insert_element(nothing, item, ir.Constant(ir.IntType(32), 0))
                spread = builder.shuffle_vector(spread, nothing, _all(_LANES, 0))
                for factor, addend, slot in zip(factors, addends, kept, strict=True):
                    value = builder.add(builder.mul(spread, factor), addend)
                    old = builder.load(slot)
                    builder.store(builder.select(builder.icmp_unsigned("<", value, old), value, old), slot)
            for k in vectors:
                _store(builder, builder.load(kept[k]), lanes(signature, signature_, k))
            return context.get_dummy_value()

        return types.void(h, types.intp, a, b, types.intp, signature), code

    return least


@cache
def find_type(name: str, width: int) -> Any:
    """numba's type of the instruction `name`, of `width` lanes if it has several widths."""
    instruction = least_of(width) if width else globals()[name]
    context = cpu_target.typing_context
    context.refresh()
    return context.resolve_value_type(instruction)
