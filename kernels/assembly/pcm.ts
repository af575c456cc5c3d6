// Samples between interleaved bytes and planar float32. Formats are numbered as in the face, kernels/src/pcm.ts.
// Integers are scaled by 2^-(bits-1), a power of two: nothing is rounded up to 24 bits.

export { pcmDecodeVectors, pcmEncodeVectors } from './pcm-vectors';

const U8: i32 = 0;
const S8: i32 = 1;
const S16LE: i32 = 2;
const S16BE: i32 = 3;
const S24LE: i32 = 4;
const S24BE: i32 = 5;
const S32LE: i32 = 6;
const S32BE: i32 = 7;
const F32LE: i32 = 8;
const F32BE: i32 = 9;
const F64LE: i32 = 10;

const FULL_24: f32 = 8388608;

/** 2^(bits-1). */
function fullScale<T>(): f32 {
  return <f32>((<u64>1) << (8 * sizeof<T>() - 1));
}

function toFloat<T>(value: T): f32 {
  if (isFloat<T>()) return <f32>value;
  if (!isSigned<T>()) return (<f32>(<i32>value) - fullScale<T>()) / fullScale<T>();
  return <f32>value / fullScale<T>();
}

/** Half to even, saturating. The largest 32-bit integer is no float32; there the conversion itself saturates. */
function toInteger(x: f32, full: f32): i32 {
  return <i32>min<f32>(max<f32>(nearest<f32>(x * full), -full), full - 1);
}

function fromFloat<T>(x: f32): T {
  if (isFloat<T>()) return <T>x;
  if (!isSigned<T>()) return <T>(toInteger(x, fullScale<T>()) + <i32>fullScale<T>());
  return <T>toInteger(x, fullScale<T>());
}

function decode<T>(from: usize, stride: usize, to: usize, frameCount: usize): void {
  for (let i: usize = 0; i < frameCount; i++)
    store<f32>(to + (i << 2), toFloat<T>(load<T>(from + i * stride)));
}

function encode<T>(from: usize, to: usize, stride: usize, frameCount: usize): void {
  for (let i: usize = 0; i < frameCount; i++)
    store<T>(to + i * stride, fromFloat<T>(load<f32>(from + (i << 2))));
}

/** As `decode`, from big-endian bytes; `B` is the unsigned integer as wide as `T`. */
function decodeBig<T, B>(from: usize, stride: usize, to: usize, frameCount: usize): void {
  for (let i: usize = 0; i < frameCount; i++) {
    const bits = bswap<B>(load<B>(from + i * stride));
    store<f32>(to + (i << 2), toFloat<T>(isFloat<T>() ? reinterpret<T>(bits) : <T>bits));
  }
}

function encodeBig<T, B>(from: usize, to: usize, stride: usize, frameCount: usize): void {
  for (let i: usize = 0; i < frameCount; i++) {
    const value = fromFloat<T>(load<f32>(from + (i << 2)));
    store<B>(to + i * stride, bswap<B>(isFloat<T>() ? reinterpret<B>(value) : <B>value));
  }
}

/** 24 bits; `low` and `high` are the places of the outer bytes. */
function decode24(from: usize, low: usize, high: usize, stride: usize, to: usize, frameCount: usize): void {
  for (let i: usize = 0; i < frameCount; i++) {
    const at = from + i * stride;
    const value =
      <i32>load<u8>(at + low) | ((<i32>load<u8>(at, 1)) << 8) | ((<i32>load<i8>(at + high)) << 16);
    store<f32>(to + (i << 2), <f32>value / FULL_24);
  }
}

function encode24(from: usize, to: usize, low: usize, high: usize, stride: usize, frameCount: usize): void {
  for (let i: usize = 0; i < frameCount; i++) {
    const at = to + i * stride;
    const value = toInteger(load<f32>(from + (i << 2)), FULL_24);
    store<u8>(at + low, <u8>value);
    store<u8>(at, <u8>(value >> 8), 1);
    store<u8>(at + high, <u8>(value >> 16));
  }
}

/** One channel of any layout. `from` is the channel's first sample, `stride` the bytes of a frame. */
export function pcmDecodeChannel(
  format: i32,
  from: usize,
  stride: usize,
  to: usize,
  frameCount: usize,
): void {
  switch (format) {
    case U8:
      decode<u8>(from, stride, to, frameCount);
      break;
    case S8:
      decode<i8>(from, stride, to, frameCount);
      break;
    case S16LE:
      decode<i16>(from, stride, to, frameCount);
      break;
    case S16BE:
      decodeBig<i16, u16>(from, stride, to, frameCount);
      break;
    case S24LE:
      decode24(from, 0, 2, stride, to, frameCount);
      break;
    case S24BE:
      decode24(from, 2, 0, stride, to, frameCount);
      break;
    case S32LE:
      decode<i32>(from, stride, to, frameCount);
      break;
    case S32BE:
      decodeBig<i32, u32>(from, stride, to, frameCount);
      break;
    case F32LE:
      decode<f32>(from, stride, to, frameCount);
      break;
    case F32BE:
      decodeBig<f32, u32>(from, stride, to, frameCount);
      break;
    case F64LE:
      decode<f64>(from, stride, to, frameCount);
      break;
    default:
      decodeBig<f64, u64>(from, stride, to, frameCount);
      break;
  }
}

/** One channel into interleaved samples; `to` is the channel's first sample. */
export function pcmEncodeChannel(
  format: i32,
  from: usize,
  to: usize,
  stride: usize,
  frameCount: usize,
): void {
  switch (format) {
    case U8:
      encode<u8>(from, to, stride, frameCount);
      break;
    case S8:
      encode<i8>(from, to, stride, frameCount);
      break;
    case S16LE:
      encode<i16>(from, to, stride, frameCount);
      break;
    case S16BE:
      encodeBig<i16, u16>(from, to, stride, frameCount);
      break;
    case S24LE:
      encode24(from, to, 0, 2, stride, frameCount);
      break;
    case S24BE:
      encode24(from, to, 2, 0, stride, frameCount);
      break;
    case S32LE:
      encode<i32>(from, to, stride, frameCount);
      break;
    case S32BE:
      encodeBig<i32, u32>(from, to, stride, frameCount);
      break;
    case F32LE:
      encode<f32>(from, to, stride, frameCount);
      break;
    case F32BE:
      encodeBig<f32, u32>(from, to, stride, frameCount);
      break;
    case F64LE:
      encode<f64>(from, to, stride, frameCount);
      break;
    default:
      encodeBig<f64, u64>(from, to, stride, frameCount);
      break;
  }
}
