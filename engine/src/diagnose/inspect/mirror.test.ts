import { describe, expect, it } from 'vitest';
import { noise } from '../testing/mix.ts';
import { joinMirrors, measureMirrors } from './mirror.ts';

const RATE = 48000;
const BINS = 4096;

/** Powers of noise up to an old rate's Nyquist; above it what `above` makes of the bin and its image. */
function powersOf(oldRateHz: number, above: (own: number, image: number) => number): Float64Array {
  const next = noise(3);
  const own = Float64Array.from({ length: BINS + 1 }, () => 1e-6 + next() ** 2);
  const middle = (oldRateHz / RATE) * BINS;
  return own.map((power, bin) =>
    bin <= middle ? power : above(power, own[Math.max(0, Math.round(2 * middle - bin))]!),
  );
}

function mirrorAt(oldRateHz: number, powers: Float64Array) {
  const found = joinMirrors([measureMirrors(powers, RATE)]);
  return found.find(mirror => mirror.oldRateHz === oldRateHz)!;
}

describe('mirrors', () => {
  it.each([22050, 32000, 44100])('an image 50 dB down about the Nyquist of %i Hz is told as one', rate => {
    const { likeness, fallDb } = mirrorAt(
      rate,
      powersOf(rate, (_, image) => 1e-5 * image),
    );
    expect(likeness).toBeGreaterThan(0.6); // the middle lies between bins: neighbours are mixed
    expect(Math.abs(fallDb! - 50)).toBeLessThan(2); // chance of some hundred bins
  });

  it.each([22050, 32000, 44100])('noise that only falls at the Nyquist of %i Hz is none', rate => {
    const { likeness, fallDb } = mirrorAt(
      rate,
      powersOf(rate, own => 1e-5 * own),
    );
    expect(Math.abs(likeness!)).toBeLessThan(0.25); // four deviations of chance
    expect(fallDb).toBeGreaterThan(45);
  });

  it('silence has neither likeness nor fall', () => {
    expect(mirrorAt(32000, new Float64Array(BINS + 1))).toMatchObject({ likeness: null, fallDb: null });
  });
});
