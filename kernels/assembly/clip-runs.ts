// Runs of samples at the rails.

/**
 * Runs of one channel, in order: pairs of start and frames are written to `to`.
 * @returns the number of runs, at most `capacity`
 */
export function surveyFindRuns(
  samples: usize,
  frameCount: i32,
  fromFrame: i32,
  toFrame: i32,
  thresholdGain: f32,
  toleranceGain: f32,
  minimumFrames: i32,
  to: usize,
  capacity: i32,
): i32 {
  let found: i32 = 0;
  let n = fromFrame;
  while (n < toFrame && found < capacity) {
    n = nextLoud(samples, n, toFrame, thresholdGain);
    if (n === toFrame) break;
    const start = n;
    n++;
    while (n < frameCount && continues(samples + ((<usize>n) << 2), thresholdGain, toleranceGain)) n++;
    const begun = start > 0 && continues(samples + ((<usize>start) << 2), thresholdGain, toleranceGain);
    if (begun || n - start < minimumFrames) continue;
    store<i32>(to + ((<usize>found) << 3), start);
    store<i32>(to + ((<usize>found) << 3), n - start, 4);
    found++;
  }
  return found;
}

/** The first sample at the threshold from n on, or `end`. */
function nextLoud(samples: usize, n: i32, end: i32, thresholdGain: f32): i32 {
  const thresholds = f32x4.splat(thresholdGain);
  while (n + 4 <= end) {
    const loud = f32x4.ge(f32x4.abs(v128.load(samples + ((<usize>n) << 2))), thresholds);
    if (v128.any_true(loud)) return n + ctz<i32>(i32x4.bitmask(loud));
    n += 4;
  }
  while (n < end && abs<f32>(load<f32>(samples + ((<usize>n) << 2))) < thresholdGain) n++;
  return n;
}

/** Whether a sample belongs to the run of the sample before it. */
function continues(at: usize, thresholdGain: f32, toleranceGain: f32): bool {
  const x = load<f32>(at);
  const before = load<f32>(at - 4);
  return (
    abs<f32>(x) >= thresholdGain &&
    abs<f32>(before) >= thresholdGain &&
    x > 0 === before > 0 &&
    abs<f32>(x - before) <= toleranceGain
  );
}
