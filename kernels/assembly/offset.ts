/** Adds `offset` to every sample of one channel, in place. */
export function offsetAdd(samples: usize, frameCount: i32, offset: f32): void {
  const end = samples + ((<usize>frameCount) << 2);
  const offsets = f32x4.splat(offset);
  let at = samples;
  for (; at + 16 <= end; at += 16) v128.store(at, f32x4.add(v128.load(at), offsets));
  for (; at < end; at += 4) store<f32>(at, load<f32>(at) + offset);
}
