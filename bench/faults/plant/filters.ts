import { bandPass, bell, makeBiquad, type Section } from '../../../examples/synth/filters.ts';

export { bandPass, bell, type Section };

/** Butterworth's, one section. @source R. Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients */
export function lowPass(frequencyHz: number, rateHz: number, q: number = Math.SQRT1_2): Section {
  const w = (2 * Math.PI * frequencyHz) / rateHz;
  const alpha = Math.sin(w) / (2 * q);
  const c = Math.cos(w);
  const a0 = 1 + alpha;
  return [(1 - c) / 2 / a0, (1 - c) / a0, (1 - c) / 2 / a0, (-2 * c) / a0, (1 - alpha) / a0];
}

/** @source as above */
export function highPass(frequencyHz: number, rateHz: number, q: number = Math.SQRT1_2): Section {
  const w = (2 * Math.PI * frequencyHz) / rateHz;
  const alpha = Math.sin(w) / (2 * q);
  const c = Math.cos(w);
  const a0 = 1 + alpha;
  return [(1 + c) / 2 / a0, -(1 + c) / a0, (1 + c) / 2 / a0, (-2 * c) / a0, (1 - alpha) / a0];
}

/** A filtered copy. */
export function filtered(samples: ArrayLike<number>, ...sections: readonly Section[]): Float64Array {
  const output = Float64Array.from(samples);
  for (const section of sections) {
    const filter = makeBiquad(section);
    for (let n = 0; n < output.length; n++) output[n] = filter(output[n]!);
  }
  return output;
}

/** A copy filtered there and back: no phase, twice the slope. */
export function filteredBothWays(samples: ArrayLike<number>, ...sections: readonly Section[]): Float64Array {
  return filtered(filtered(samples, ...sections).reverse(), ...sections).reverse();
}
