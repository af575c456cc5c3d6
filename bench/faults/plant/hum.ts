import type { Random } from '../../../examples/synth/random.ts';
import { between, oneOf, readable, wholeBetween } from './draw.ts';
import { copyOf, keepHeadroom, oncePerExcerpt, percentileOf, rmsOf, toDb, toGain } from './levels.ts';
import { linePower, meanSpectrum, midSpectra, neighbourPower } from './spectra.ts';
import type { Excerpt, Recipe } from './types.ts';

/** Long enough to part lines 1 Hz from each other, short enough for three in an excerpt. */
export const HUM_WINDOW_FRAMES = 131072;
/** Louder hum is no hum any more. */
const MOST_LEVEL_DBFS = -26;
/** Hum is known by its family: at least three lines. */
const JUDGED_LINE = 2;
const MOST_HARMONICS = 20;

/** Mean power per bin of the excerpt. */
const longSpectrum = oncePerExcerpt(({ channels }) => meanSpectrum(midSpectra(channels, HUM_WINDOW_FRAMES)));

type Shape = 'mains' | 'buzz' | 'rectified';

/** Mains hum with harmonics, steady or drifting. */
export const hum: Recipe = {
  name: 'hum',
  kinds: ['hum'],
  // it stands before the first note and behind the last
  alsoTrue: ['boomy', 'rumble', 'cut-off-start', 'cut-off-end'],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: 0.95,
  range:
    '50 or 60 Hz, steady or drifting by up to 0.3 Hz, as mains, buzz (odd harmonics) or rectified (100 or 120 Hz), so strong that three of its lines stand 10 to 25 dB over the median of the music around them in windows of 3 s; at most −26 dBFS. Heard in every quiet bar; below 10 dB the music hides it',
  make(excerpt, random) {
    const rate = excerpt.sampleRateHz;
    const mainsHz = oneOf(random, [50, 60]) + between(random, -0.05, 0.05);
    const driftHz = random() < 0.4 ? between(random, 0.05, 0.3) : 0;
    const driftSeconds = between(random, 10, 25);
    const marginDb = between(random, 10, 25);
    const shape = oneOf<Shape>(random, ['mains', 'buzz', 'rectified']);
    const amplitudes = drawHarmonics(shape, random);
    const tone = synthesise(amplitudes, {
      mainsHz,
      driftHz,
      driftSeconds,
      rate,
      frameCount: excerpt.channels[0]!.length,
      phase: random(),
    });
    // a quieter side takes away from the middle
    const sides = random() < 0.3 ? [1, between(random, 0.2, 0.8)] : [1, 1];
    const middle = tone.map(x => (x * (sides[0]! + sides[1]!)) / 2);
    const gain = toGain(marginDb) / Math.sqrt(thirdLineRatio(middle, excerpt, mainsHz));
    const levelDbfs = toDb(gain * rmsOf(tone));
    if (levelDbfs > MOST_LEVEL_DBFS) return null;
    const channels = copyOf(excerpt);
    channels.forEach((samples, c) => {
      for (let n = 0; n < samples.length; n++) samples[n]! += gain * sides[c]! * tone[n]!;
    });
    keepHeadroom(channels);
    return {
      channels,
      parameters: {
        shape,
        mainsHz: readable(mainsHz),
        driftHz: readable(driftHz),
        marginDb: readable(marginDb),
        levelDbfs: readable(levelDbfs),
      },
      band: { fromHz: 40, toHz: mainsHz * amplitudes.length },
    };
  },
};

/** Power of the third strongest line over the music beside it; a drifting line is spread over bins and counts less. */
function thirdLineRatio(tone: Float64Array, excerpt: Excerpt, mainsHz: number): number {
  const binHz = excerpt.sampleRateHz / HUM_WINDOW_FRAMES;
  const own = meanSpectrum(midSpectra([tone], HUM_WINDOW_FRAMES));
  const music = longSpectrum(excerpt);
  const ratios = Array.from({ length: MOST_HARMONICS }, (_, index) => {
    const hz = mainsHz * (index + 1);
    return linePower(own, hz, binHz) / neighbourPower(music, hz, binHz);
  });
  return ratios.sort((a, b) => b - a)[JUDGED_LINE]!;
}

/** Amplitudes of the harmonics from the first on. */
function drawHarmonics(shape: Shape, random: Random): number[] {
  const count = wholeBetween(random, 5, shape === 'buzz' ? MOST_HARMONICS : 10);
  return Array.from({ length: count }, (_, index) => {
    const h = index + 1;
    const wobble = toGain(between(random, -4, 4));
    if (shape === 'mains') return wobble / h;
    if (shape === 'buzz') return h % 2 === 1 ? wobble / Math.sqrt(h) : (0.1 * wobble) / h;
    return h % 2 === 0 ? wobble / (h / 2) : 0.05 * wobble;
  });
}

interface Tone {
  readonly mainsHz: number;
  readonly driftHz: number;
  readonly driftSeconds: number;
  readonly rate: number;
  readonly frameCount: number;
  readonly phase: number;
}

/** Harmonics in step with one phase, which runs faster and slower. */
function synthesise(amplitudes: readonly number[], tone: Tone): Float64Array {
  const { mainsHz, driftHz, driftSeconds, rate, frameCount } = tone;
  const output = new Float64Array(frameCount);
  let turns = tone.phase;
  for (let n = 0; n < frameCount; n++) {
    const hz = mainsHz + driftHz * Math.sin((2 * Math.PI * n) / rate / driftSeconds);
    turns += hz / rate;
    // sin((h+1)x) = 2 cos(x) sin(hx) − sin((h−1)x) spares a sine per harmonic
    const x = 2 * Math.PI * turns;
    const twiceCosine = 2 * Math.cos(x);
    let before = 0;
    let now = Math.sin(x);
    for (const amplitude of amplitudes) {
      output[n]! += amplitude * now;
      const next = twiceCosine * now - before;
      before = now;
      now = next;
    }
  }
  return output;
}

/** How far the third strongest line of a family stands over its neighbours, in dB. */
export function humProminenceDb(channels: readonly Float32Array[], rate: number, mainsHz: number): number {
  const spectrum = meanSpectrum(midSpectra(channels, HUM_WINDOW_FRAMES));
  const binHz = rate / HUM_WINDOW_FRAMES;
  const lines = Array.from({ length: MOST_HARMONICS }, (_, index) => {
    const hz = mainsHz * (index + 1);
    const k = Math.round(hz / binHz);
    const line = Math.max(...spectrum.subarray(Math.max(0, k - 3), k + 4));
    return 10 * Math.log10(line / neighbourPower(spectrum, hz, binHz));
  });
  return (
    percentileOf(
      lines.map(value => -value),
      2 / lines.length,
    ) * -1
  );
}
