// Which integer codes a signal uses, and what it does in the lowest of them.

/**
 * Counts codes: round(x·scale) within ±halfRange.
 *
 * @param counts IO u32[2·halfRange + 1], code −halfRange first
 */
export function codesCount(samples: usize, frameCount: i32, scale: f32, counts: usize, halfRange: i32): void {
  const end = samples + ((<usize>frameCount) << 2);
  const bound = <f32>halfRange;
  const zero = counts + ((<usize>halfRange) << 2);
  for (; samples < end; samples += 4) {
    const code = nearest<f32>(load<f32>(samples) * scale);
    if (!(abs<f32>(code) <= bound)) continue;
    const at = zero + ((<isize>code) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}

/**
 * Looks at windows whose samples lie on the grid of `scale` and reach at least 1 and at most `mostSteps` of it.
 *
 * @param sums IO f64[4]: windows, samples in them, samples equal to the one before, Σ of codes
 */
export function codesQuiet(
  samples: usize,
  frameCount: i32,
  scale: f32,
  windowFrames: i32,
  mostSteps: f32,
  sums: usize,
): void {
  for (let from = 0; from + windowFrames <= frameCount; from += windowFrames) {
    const at = samples + ((<usize>from) << 2);
    const end = at + ((<usize>windowFrames) << 2);
    // loud windows, which are most, end here
    if (abs<f32>(load<f32>(at) * scale) > mostSteps) continue;
    let peak: f32 = 0;
    let off: f32 = 0;
    let sum: f32 = 0;
    let equal = 0;
    let last = load<f32>(at);
    for (let a = at; a < end; a += 4) {
      const x = load<f32>(a);
      const steps = x * scale;
      peak = max<f32>(peak, abs<f32>(steps));
      if (peak > mostSteps) break;
      off = max<f32>(off, abs<f32>(steps - nearest<f32>(steps)));
      sum += steps;
      if (x === last) equal++;
      last = x;
    }
    if (peak > mostSteps || peak < 1 || off > 0) continue;
    store<f64>(sums, load<f64>(sums) + 1);
    store<f64>(sums, load<f64>(sums, 8) + <f64>windowFrames, 8);
    store<f64>(sums, load<f64>(sums, 16) + <f64>(equal - 1), 16);
    store<f64>(sums, load<f64>(sums, 24) + <f64>sum, 24);
  }
}

/** Raises peaks[h] to the largest magnitude of hop h, for every hop that begins; the last may be short. */
export function codesPeaks(samples: usize, frameCount: i32, hopFrames: i32, peaks: usize): void {
  for (let from = 0; from < frameCount; from += hopFrames, peaks += 4) {
    const frames = min<i32>(hopFrames, frameCount - from);
    let at = samples + ((<usize>from) << 2);
    const end = at + ((<usize>frames) << 2);
    let most = f32x4.splat(load<f32>(peaks));
    for (; at + 16 <= end; at += 16) most = f32x4.max(most, f32x4.abs(v128.load(at)));
    let peak = max<f32>(
      max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
      max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
    );
    for (; at < end; at += 4) peak = max<f32>(peak, abs<f32>(load<f32>(at)));
    store<f32>(peaks, peak);
  }
}
