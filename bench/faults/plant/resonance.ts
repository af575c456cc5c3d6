import { between, betweenLog, readable } from './draw.ts';
import { bandPass, bell, filtered } from './filters.ts';
import { keepHeadroom, rmsOfAll, toDb } from './levels.ts';
import { bandPower, meanSpectrum, midSpectra } from './spectra.ts';
import type { Recipe } from './types.ts';

/** A ring is heard where the music drives it: its band holds at least this much of the whole. */
const LEAST_BAND_DB = -32;

/** Music that has no note in the bell leaves it silent: the band must really have become louder. */
const LEAST_LIFT_DB = 6.5;

/** What a bell only lifts out of a hollow, up to what lies beside it, is masked by that: a ring stands out of its surroundings. */
const LEAST_STANDING_DB = 3;
const WINDOW_FRAMES = 16384;

/** A narrow ring over the whole excerpt. */
export const resonance: Recipe = {
  name: 'resonance',
  kinds: ['resonance'],
  alsoTrue: ['boomy', 'muddy', 'harsh'],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: 0.85,
  range:
    'a bell of +8 to +14 dB and Q 12 to 25 between 180 Hz and 6 kHz, where its band holds at least −32 dB of the music and really became 6.5 dB louder and stands 3 dB over what lies within a third of an octave (a hollow that is filled up is masked by its edges, and no ring): from +8 dB at Q 15 on a room mode or a snare ring is what an engineer notches',
  make(excerpt, random) {
    const hz = betweenLog(random, 180, 6000);
    const gainDb = between(random, 8, 14);
    const q = between(random, 12, 25);
    const rate = excerpt.sampleRateHz;
    const bandDb = toDb(rmsInside(excerpt.channels, hz, q / 2, rate) / rmsOfAll(excerpt.channels));
    if (bandDb < LEAST_BAND_DB) return null;
    const channels = excerpt.channels.map(x => new Float32Array(filtered(x, bell(hz, gainDb, q, rate))));
    const liftDb = toDb(rmsInside(channels, hz, q, rate) / rmsInside(excerpt.channels, hz, q, rate));
    if (liftDb < LEAST_LIFT_DB) return null;
    const standingDb = standingOf(channels, hz, q, rate);
    if (standingDb < LEAST_STANDING_DB) return null;
    keepHeadroom(channels);
    return {
      channels,
      parameters: {
        hz: readable(hz),
        gainDb: readable(gainDb),
        q: readable(q),
        liftDb: readable(liftDb),
        bandDb: readable(bandDb),
        standingDb: readable(standingDb),
      },
      band: { fromHz: hz * (1 - 1 / q), toHz: hz * (1 + 1 / q) },
    };
  },
};

/** Level of the inner half of the bell. */
function rmsInside(channels: readonly Float32Array[], hz: number, q: number, rate: number): number {
  return rmsOfAll(channels.map(x => filtered(x, bandPass(hz, 2 * q, rate))));
}

/** Mean power per hertz of the inner half of the bell over that of a third of an octave on both sides of the bell, dB. */
function standingOf(channels: readonly Float32Array[], hz: number, q: number, rate: number): number {
  const binHz = rate / WINDOW_FRAMES;
  const spectrum = meanSpectrum(midSpectra(channels, WINDOW_FRAMES));
  const power = (fromHz: number, toHz: number) => bandPower(spectrum, fromHz, toHz, binHz);
  const third = 2 ** (1 / 3);
  const [low, high] = [hz * (1 - 1 / q), hz * (1 + 1 / q)];
  const around = (power(hz / third, low) + power(high, hz * third)) / (low - hz / third + hz * third - high);
  return 10 * Math.log10(power(hz * (1 - 0.5 / q), hz * (1 + 0.5 / q)) / (hz / q) / around);
}
