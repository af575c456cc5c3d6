import type { BiquadCoefficients, FilterKernels, FilterSpec } from '../../audio/index.ts';
import { dbToPower, powerToDb } from '../../units/index.ts';

/** Responses of many filters on one grid of frequencies, by the kernels' own designs. */
export interface ResponseGrid {
  readonly frequenciesHz: readonly number[];
  /** Writes the magnitude of a filter in dB into `into`, one value per frequency. */
  filterResponseDb(spec: FilterSpec, into: Float64Array): void;
  /** The magnitude of filters in series, dB. */
  chainResponseDb(specs: readonly FilterSpec[]): Float64Array;
}

/** Half a sample of differentiator: |H|² = sin²(ω/2), from which every second-order magnitude follows. */
const HALF_DIFFERENCE: BiquadCoefficients = [0.5, -0.5, 0, 0, 0];

/** |polynomial(e^jω)|² over φ = sin²(ω/2): (p0+p1+p2)² − 4φ(p0p1 + 4p0p2 + p1p2) + 16φ²p0p2. */
function magnitudeSquared(p0: number, p1: number, p2: number, phi: number): number {
  const sum = p0 + p1 + p2;
  return sum * sum + phi * (-4 * (p0 * p1 + 4 * p0 * p2 + p1 * p2) + phi * 16 * p0 * p2);
}

export function makeResponseGrid(
  frequenciesHz: readonly number[],
  sampleRateHz: number,
  kernels: FilterKernels,
): ResponseGrid {
  const phi = Float64Array.from(frequenciesHz, hz =>
    dbToPower(kernels.filterResponseDb(HALF_DIFFERENCE, hz, sampleRateHz)),
  );

  function filterResponseDb(spec: FilterSpec, into: Float64Array): void {
    const [b0, b1, b2, a1, a2] = kernels.designFilter(spec, sampleRateHz);
    for (let k = 0; k < phi.length; k++) {
      const x = phi[k]!;
      const numerator = magnitudeSquared(b0, b1, b2, x);
      into[k] = powerToDb(Math.max(1e-30, numerator) / magnitudeSquared(1, a1, a2, x));
    }
  }

  return {
    frequenciesHz,
    filterResponseDb,
    chainResponseDb(specs) {
      const sum = new Float64Array(phi.length);
      const one = new Float64Array(phi.length);
      for (const spec of specs) {
        filterResponseDb(spec, one);
        for (let k = 0; k < sum.length; k++) sum[k]! += one[k]!;
      }
      return sum;
    },
  };
}

/** Frequencies from `fromHz` to `toHz`, `perOctave` to the octave. */
export function octaveGrid(fromHz: number, toHz: number, perOctave: 3 | 6 | 12): number[] {
  const STEP = { 3: 1.2599210498948732, 6: 1.122462048309373, 12: 1.0594630943592953 } as const; // 2^(1/n)
  const grid: number[] = [];
  for (let hz = fromHz; hz <= toHz * 1.0000001; hz *= STEP[perOctave]) grid.push(hz);
  return grid;
}
