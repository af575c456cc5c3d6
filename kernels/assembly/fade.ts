// Fades: a gain that goes from 0 to 1 along a curve.

/**
 * Multiplies samples by the curve at (firstFrame + n + ½)/fadeFrames, held to 0…1.
 *
 * @param fadeFrames  frames of the whole fade
 * @param isOut       runs the curve backwards: 1 to 0
 * @param curve       0: equal power, sin(πt/2); 1: S, sin²(πt/2)
 */
export function fadeApply(
  samples: usize,
  frameCount: i32,
  firstFrame: i32,
  fadeFrames: i32,
  isOut: bool,
  curve: i32,
): void {
  for (let n = 0; n < frameCount; n++, samples += 4) {
    let t = (<f64>(firstFrame + n) + 0.5) / <f64>fadeFrames;
    if (isOut) t = 1 - t;
    if (t >= 1) continue;
    const sine = t <= 0 ? 0.0 : Math.sin(0.5 * Math.PI * t);
    store<f32>(samples, <f32>(<f64>load<f32>(samples) * (curve === 0 ? sine : sine * sine)));
  }
}
