import type { BiquadCoefficients, FilterKernels, FilterSpec } from '../../audio/index.ts';

/** Bilinear sections in place of the kernels' matched ones: for tests of decisions, which hold with either. */
function designFilter(spec: FilterSpec, sampleRateHz: number): BiquadCoefficients {
  const w = (2 * Math.PI * spec.frequencyHz) / sampleRateHz;
  const cos = Math.cos(w);
  const alpha = Math.sin(w) / (2 * spec.q);
  const A = 10 ** (spec.gainDb / 40);
  const root = 2 * Math.sqrt(A) * alpha;
  const normal = (
    b: readonly [number, number, number],
    a: readonly [number, number, number],
  ): BiquadCoefficients => [b[0] / a[0], b[1] / a[0], b[2] / a[0], a[1] / a[0], a[2] / a[0]];
  switch (spec.shape) {
    case 'bell':
      return normal([1 + alpha * A, -2 * cos, 1 - alpha * A], [1 + alpha / A, -2 * cos, 1 - alpha / A]);
    case 'low-shelf':
      return normal(
        [
          A * (A + 1 - (A - 1) * cos + root),
          2 * A * (A - 1 - (A + 1) * cos),
          A * (A + 1 - (A - 1) * cos - root),
        ],
        [A + 1 + (A - 1) * cos + root, -2 * (A - 1 + (A + 1) * cos), A + 1 + (A - 1) * cos - root],
      );
    case 'high-shelf':
      return normal(
        [
          A * (A + 1 + (A - 1) * cos + root),
          -2 * A * (A - 1 + (A + 1) * cos),
          A * (A + 1 + (A - 1) * cos - root),
        ],
        [A + 1 - (A - 1) * cos + root, 2 * (A - 1 - (A + 1) * cos), A + 1 - (A - 1) * cos - root],
      );
    case 'high-pass':
      return normal([(1 + cos) / 2, -(1 + cos), (1 + cos) / 2], [1 + alpha, -2 * cos, 1 - alpha]);
    default:
      throw new TypeError(`the plan designs no ${spec.shape}`);
  }
}

export const testFilters: FilterKernels = {
  designFilter,
  filterResponseDb([b0, b1, b2, a1, a2], frequencyHz, sampleRateHz) {
    const w = (2 * Math.PI * frequencyHz) / sampleRateHz;
    const power = (p0: number, p1: number, p2: number): number =>
      (p0 + p1 * Math.cos(w) + p2 * Math.cos(2 * w)) ** 2 + (p1 * Math.sin(w) + p2 * Math.sin(2 * w)) ** 2;
    return 10 * Math.log10(power(b0, b1, b2) / power(1, a1, a2));
  },
  makeBiquads() {
    throw new TypeError('the plan runs no filters');
  },
};
