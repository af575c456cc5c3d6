// Kaiser-windowed sinc tables for interpolation, designed with the module's own arithmetic.

/** Modified Bessel function of the first kind, order 0. @error below 1e-15 relative for |x| ≤ 30 */
export function besselI0(x: f64): f64 {
  const quarter = 0.25 * x * x; // I₀(x) = Σ (x²/4)^k / (k!)²
  let term = 1.0;
  let sum = 1.0;
  for (let k = 1.0; term > 1e-18 * sum; k += 1.0) {
    term *= quarter / (k * k);
    sum += term;
  }
  return sum;
}

/** Kaiser window at `position` −1…1 of its half width. */
export function kaiser(position: f64, beta: f64): f64 {
  const rest = 1.0 - position * position;
  return rest <= 0.0 ? 0.0 : besselI0(beta * Math.sqrt(rest)) / besselI0(beta);
}

/**
 * Interpolator for the midpoint of two samples: weight k belongs to the k-th sample on either side.
 * The 2 × pairCount weights sum to one exactly at zero frequency.
 *
 * @param table  O  f32[pairCount]
 */
export function designMidpoint(table: usize, pairCount: i32, beta: f64): void {
  let sum = 0.0;
  for (let k = 0; k < pairCount; k++) sum += 2.0 * midpointWeight(k, pairCount, beta);
  for (let k = 0; k < pairCount; k++) {
    store<f32>(table + ((<usize>k) << 2), <f32>(midpointWeight(k, pairCount, beta) / sum));
  }
}

function midpointWeight(k: i32, pairCount: i32, beta: f64): f64 {
  const distance = <f64>k + 0.5;
  const sign = (k & 1) === 0 ? 1.0 : -1.0; // sin(π (k + ½))
  return (sign / (Math.PI * distance)) * kaiser(distance / <f64>pairCount, beta);
}
