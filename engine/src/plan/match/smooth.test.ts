import { describe, expect, it } from 'vitest';
import { CENTRES_HZ } from '../targets/third-octaves.ts';
import { likelyCourse } from './smooth.ts';

const EXPECTED = { shapeDb: 3, levelDb: 20, reachOctaves: 1.3 };
const octaves = CENTRES_HZ.map(hz => Math.log2(hz / 1000));
const doubt = (value: number): number[] => CENTRES_HZ.map(() => value);

describe('the likeliest course', () => {
  it('is nothing where nothing is known', () => {
    const course = likelyCourse(
      CENTRES_HZ,
      CENTRES_HZ.map(() => null),
      doubt(1),
      EXPECTED,
    );
    expect(course).toEqual(CENTRES_HZ.map(() => 0));
  });

  it('keeps a level and a broad shape, and lets a single note go', () => {
    const broad = octaves.map(octave => 5 + 2 * Math.sin(octave / 1.5));
    const noted = broad.map((value, band) => (band === 14 ? value + 6 : value));
    const course = likelyCourse(CENTRES_HZ, noted, doubt(1.5), EXPECTED);
    course.forEach((value, band) => {
      expect(Math.abs(value - broad[band]!)).toBeLessThan(band > 10 && band < 18 ? 2 : 0.5);
    });
  });

  it('goes on from its neighbours where a third is not known, and follows a sure one more than a doubtful one', () => {
    const differences = CENTRES_HZ.map((_, band) => (band > 24 ? null : 4));
    expect(likelyCourse(CENTRES_HZ, differences, doubt(1), EXPECTED)[26]).toBeCloseTo(4, 0);
    const odd = CENTRES_HZ.map((_, band) => (band === 15 ? 8 : 0));
    const at = (own: number): number =>
      likelyCourse(
        CENTRES_HZ,
        odd,
        CENTRES_HZ.map((_, band) => (band === 15 ? own : 1)),
        EXPECTED,
      )[15]!;
    expect(at(0.2)).toBeGreaterThan(2 * at(2));
  });

  it('errs by less than half of the differences themselves against random broad shapes under noise', () => {
    let state = 7;
    const noise = (): number => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return state / 1073741824 - 1;
    };
    const errors = [0, 0];
    for (let round = 0; round < 40; round++) {
      const [phase, speed] = [3 * noise(), 0.5 + 0.2 * noise()];
      const truth = octaves.map(octave => 4 * Math.sin(speed * octave + phase));
      const seen = truth.map(value => value + 2 * noise());
      const course = likelyCourse(CENTRES_HZ, seen, doubt(1.2), EXPECTED);
      [seen, course].forEach((values, index) => {
        values.forEach((value, band) => {
          errors[index]! += Math.abs(value - truth[band]!);
        });
      });
    }
    expect(errors[1]!).toBeLessThan(0.5 * errors[0]!);
  });
});
