// The common layouts of pcm.ts, four frames at a time.

const S16LE: i32 = 2;
const S24LE: i32 = 4;
const F32LE: i32 = 8;

const FULL_16: f32 = 32768;
const FULL_24: f32 = 8388608;

/**
 * The frames at the start of a tightly packed passage that vectors can take; the rest is left to `pcmDecodeChannel`.
 * @param right 0 for mono
 */
export function pcmDecodeVectors(
  format: i32,
  from: usize,
  left: usize,
  right: usize,
  frameCount: usize,
): usize {
  if (right === 0) {
    if (format === S16LE) return decodeMono16(from, left, frameCount);
    if (format === S24LE) return decodeMono24(from, left, frameCount);
    return 0;
  }
  if (format === S16LE) return decodeStereo16(from, left, right, frameCount);
  if (format === S24LE) return decodeStereo24(from, left, right, frameCount);
  if (format === F32LE) return decodeStereoFloat(from, left, right, frameCount);
  return 0;
}

function decodeMono16(from: usize, to: usize, frameCount: usize): usize {
  const frames = frameCount & ~3;
  const scale = f32x4.splat(1 / FULL_16);
  for (let i: usize = 0; i < frames; i += 4) {
    const x = v128.load_ext<i16>(from + (i << 1));
    v128.store(to + (i << 2), f32x4.mul(f32x4.convert_i32x4_s(x), scale));
  }
  return frames;
}

/** Each load takes four bytes more than its four samples, so the last samples stay behind. */
function decodeMono24(from: usize, to: usize, frameCount: usize): usize {
  const scale = f32x4.splat(1 / FULL_24);
  let i: usize = 0;
  for (; i + 6 <= frameCount; i += 4) {
    const x = v128.load(from + i * 3);
    // The sample goes to the upper three bytes of its lane; the shift clears the fourth and extends the sign.
    const lanes = i8x16.shuffle(x, x, 0, 0, 1, 2, 0, 3, 4, 5, 0, 6, 7, 8, 0, 9, 10, 11);
    v128.store(to + (i << 2), f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_s(lanes, 8)), scale));
  }
  return i;
}

function decodeStereo16(from: usize, left: usize, right: usize, frameCount: usize): usize {
  const frames = frameCount & ~3;
  const scale = f32x4.splat(1 / FULL_16);
  for (let i: usize = 0; i < frames; i += 4) {
    const x = v128.load(from + (i << 2));
    const l = i32x4.shr_s(i32x4.shl(x, 16), 16);
    v128.store(left + (i << 2), f32x4.mul(f32x4.convert_i32x4_s(l), scale));
    v128.store(right + (i << 2), f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_s(x, 16)), scale));
  }
  return frames;
}

/** Four frames are 24 bytes: two loads that overlap, two frames from each. */
function decodeStereo24(from: usize, left: usize, right: usize, frameCount: usize): usize {
  const frames = frameCount & ~3;
  const scale = f32x4.splat(1 / FULL_24);
  for (let i: usize = 0; i < frames; i += 4) {
    const x = v128.load(from + i * 6);
    const y = v128.load(from + i * 6, 8);
    const early = i8x16.shuffle(x, x, 0, 0, 1, 2, 0, 6, 7, 8, 0, 3, 4, 5, 0, 9, 10, 11);
    const late = i8x16.shuffle(y, y, 0, 4, 5, 6, 0, 10, 11, 12, 0, 7, 8, 9, 0, 13, 14, 15);
    const a = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_s(early, 8)), scale);
    const b = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_s(late, 8)), scale);
    v128.store(left + (i << 2), v128.shuffle<i64>(a, b, 0, 2));
    v128.store(right + (i << 2), v128.shuffle<i64>(a, b, 1, 3));
  }
  return frames;
}

function decodeStereoFloat(from: usize, left: usize, right: usize, frameCount: usize): usize {
  const frames = frameCount & ~3;
  for (let i: usize = 0; i < frames; i += 4) {
    const x = v128.load(from + (i << 3));
    const y = v128.load(from + (i << 3), 16);
    v128.store(left + (i << 2), v128.shuffle<f32>(x, y, 0, 2, 4, 6));
    v128.store(right + (i << 2), v128.shuffle<f32>(x, y, 1, 3, 5, 7));
  }
  return frames;
}

/** As `pcmDecodeVectors`, the other way. */
export function pcmEncodeVectors(
  format: i32,
  left: usize,
  right: usize,
  to: usize,
  frameCount: usize,
): usize {
  if (right === 0) return 0;
  if (format === S16LE) return encodeStereo16(left, right, to, frameCount);
  if (format === S24LE) return encodeStereo24(left, right, to, frameCount);
  if (format === F32LE) return encodeStereoFloat(left, right, to, frameCount);
  return 0;
}

function encodeStereo16(left: usize, right: usize, to: usize, frameCount: usize): usize {
  const frames = frameCount & ~3;
  const full = f32x4.splat(FULL_16);
  for (let i: usize = 0; i < frames; i += 4) {
    const l = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(left + (i << 2)), full)));
    const r = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(right + (i << 2)), full)));
    const planar = i16x8.narrow_i32x4_s(l, r);
    v128.store(to + (i << 2), v128.shuffle<i16>(planar, planar, 0, 4, 1, 5, 2, 6, 3, 7));
  }
  return frames;
}

function quantize24(x: v128): v128 {
  const scaled = f32x4.nearest(f32x4.mul(x, f32x4.splat(FULL_24)));
  return i32x4.trunc_sat_f32x4_s(
    f32x4.min(f32x4.max(scaled, f32x4.splat(-FULL_24)), f32x4.splat(FULL_24 - 1)),
  );
}

/** Two frames are 12 bytes. The first store runs four bytes into the place of the second. */
function encodeStereo24(left: usize, right: usize, to: usize, frameCount: usize): usize {
  const frames = frameCount & ~3;
  for (let i: usize = 0; i < frames; i += 4) {
    const l = quantize24(v128.load(left + (i << 2)));
    const r = quantize24(v128.load(right + (i << 2)));
    const early = v128.shuffle<i32>(l, r, 0, 4, 1, 5);
    const late = v128.shuffle<i32>(l, r, 2, 6, 3, 7);
    const at = to + i * 6;
    v128.store(at, i8x16.shuffle(early, early, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0, 0, 0, 0));
    const rest = i8x16.shuffle(late, late, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0, 0, 0, 0);
    store<i64>(at, i64x2.extract_lane(rest, 0), 12);
    store<i32>(at, i32x4.extract_lane(rest, 2), 20);
  }
  return frames;
}

function encodeStereoFloat(left: usize, right: usize, to: usize, frameCount: usize): usize {
  const frames = frameCount & ~3;
  for (let i: usize = 0; i < frames; i += 4) {
    const l = v128.load(left + (i << 2));
    const r = v128.load(right + (i << 2));
    v128.store(to + (i << 3), v128.shuffle<f32>(l, r, 0, 4, 1, 5));
    v128.store(to + (i << 3), v128.shuffle<f32>(l, r, 2, 6, 3, 7), 16);
  }
  return frames;
}
