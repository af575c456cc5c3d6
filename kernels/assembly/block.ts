// Sums and gains of plain samples, in place.

/** Adds `offset` to every sample of one channel. */
export function blockAdd(samples: usize, frameCount: i32, offset: f32): void {
  const end = samples + ((<usize>frameCount) << 2);
  const offsets = f32x4.splat(offset);
  let at = samples;
  for (; at + 16 <= end; at += 16) v128.store(at, f32x4.add(v128.load(at), offsets));
  for (; at < end; at += 4) store<f32>(at, load<f32>(at) + offset);
}

/** Multiplies every sample of one channel by `gain`. */
export function blockScale(samples: usize, frameCount: i32, gain: f32): void {
  const end = samples + ((<usize>frameCount) << 2);
  const gains = f32x4.splat(gain);
  let at = samples;
  for (; at + 16 <= end; at += 16) v128.store(at, f32x4.mul(v128.load(at), gains));
  for (; at < end; at += 4) store<f32>(at, load<f32>(at) * gain);
}

/** Subtracts another channel from one, sample by sample. */
export function blockSubtract(samples: usize, other: usize, frameCount: i32): void {
  const end = samples + ((<usize>frameCount) << 2);
  let at = samples;
  for (; at + 16 <= end; at += 16, other += 16) {
    v128.store(at, f32x4.sub(v128.load(at), v128.load(other)));
  }
  for (; at < end; at += 4, other += 4) store<f32>(at, load<f32>(at) - load<f32>(other));
}
