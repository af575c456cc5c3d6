import { describe, expect, test } from 'vitest';
import { within } from '../../../conformance/support/within.ts';
import { makeSyntheticPiece } from '../synthetic.ts';
import { bandPass, filtered, lowPass } from './filters.ts';
import { humProminenceDb } from './hum.ts';
import { type Excerpt, type Plant, plantFault, RECIPES, type SentAudio } from './index.ts';
import { correlationOf, peakOf, rmsOf, rmsOfAll, toDb } from './levels.ts';
import { hasFfmpeg } from './lossy.ts';
import { bandPower, meanSpectrum, midSpectra } from './spectra.ts';

const EXCERPTS: readonly Excerpt[] = [1, 2].map(seed =>
  makeSyntheticPiece(seed, 9, seed === 1 ? 44100 : 48000),
);
const RUN = RECIPES.filter(({ name }) => hasFfmpeg || name !== 'lossy-origin');

interface Pair {
  readonly plant: Plant;
  readonly audio: SentAudio;
  readonly clean: Excerpt;
}

/** The first plants of a class that suit. */
function plantsOf(name: string, count: number, suits: (plant: Plant) => boolean = () => true): Pair[] {
  const recipe = RECIPES.find(recipe => recipe.name === name)!;
  const pairs: Pair[] = [];
  for (let seed = 0; seed < 60 && pairs.length < count; seed++) {
    const planted = plantFault(recipe, seed, EXCERPTS);
    if (planted === null || !suits(planted.plant)) continue;
    const clean = EXCERPTS.find(excerpt => excerpt.name === planted.plant.recording)!;
    pairs.push({ ...planted, clean });
  }
  expect(pairs.length, `${name} was planted`).toBe(count);
  return pairs;
}

const numberOf = (plant: Plant, key: string): number => plant.parameters[key] as number;
const framesOf = ({ plant, audio }: Pair): [number, number, number | null][] =>
  plant.where.map(({ startSeconds, endSeconds, channel }) => [
    Math.round(startSeconds * audio.sampleRateHz),
    Math.round(endSeconds * audio.sampleRateHz),
    channel,
  ]);

describe('every class', () => {
  test.each(RUN.map(recipe => [recipe.name, recipe] as const))(
    '%s: the same seed plants the same samples',
    (_, recipe) => {
      const [one, two] = [0, 0].map(seed => plantFault(recipe, seed, EXCERPTS));
      expect(one).not.toBeNull();
      expect(one!.plant).toEqual(two!.plant);
      one!.audio.channels.forEach((samples, c) => {
        expect(Buffer.compare(bytesOf(samples), bytesOf(two!.audio.channels[c]!))).toBe(0);
        expect(samples.every(Number.isFinite)).toBe(true);
      });
      expect(peakOf(one!.audio.channels)).toBeLessThanOrEqual(1);
    },
  );
});

const bytesOf = (samples: Float32Array) =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);

describe('faults at places', () => {
  test('clipping stands flat at its ceiling in the told places, and its SDR is the told one', () => {
    for (const pair of plantsOf('clipping', 2, ({ parameters }) => parameters['shape'] === 'at full scale')) {
      const ceiling = peakOf(pair.audio.channels);
      within(toDb(ceiling), 0, 0.001, 'dBFS', 'the largest value of 24 bit');
      for (const [from, to] of framesOf(pair))
        expect(
          pair.audio.channels.some(x => x.subarray(from, to).some(s => Math.abs(s) === Math.fround(ceiling))),
        ).toBe(true);
      let signal = 0;
      let error = 0;
      const gain = rmsGain(pair);
      pair.clean.channels.forEach((x, c) => {
        for (let n = 0; n < x.length; n++) {
          signal += x[n]! ** 2;
          error += (x[n]! - pair.audio.channels[c]![n]! / gain) ** 2;
        }
      });
      within(
        10 * Math.log10(signal / error),
        numberOf(pair.plant, 'sdrDb'),
        0.1,
        'dB',
        'four digits are told',
      );
    }
  });

  test('clicks lie in the told places and nowhere else', () => {
    for (const pair of plantsOf('clicks', 3)) {
      const gain = numberOf(pair.plant, 'gain');
      const differs = pair.clean.channels.map((x, c) =>
        x.map((s, n) => Math.abs(pair.audio.channels[c]![n]! - gain * s)),
      );
      for (const [from, to, channel] of framesOf(pair)) {
        const touched = channel === null ? [0, 1] : [channel];
        for (const c of touched)
          expect(peakOf([differs[c]!.subarray(from, to)])).toBeGreaterThan(0.006 * gain);
        for (const c of [0, 1]) differs[c]!.fill(0, from, to + 1);
      }
      expect(peakOf(differs)).toBeLessThan(1e-3);
    }
  });

  test('dropouts of zeros are zeros', () => {
    for (const pair of plantsOf('dropouts', 2, ({ parameters }) => parameters['shape'] === 'zeros'))
      for (const [from, to, channel] of framesOf(pair)) {
        const touched = channel === null ? pair.audio.channels : [pair.audio.channels[channel]!];
        expect(to - from).toBeGreaterThanOrEqual(Math.floor(0.001 * pair.audio.sampleRateHz));
        expect(peakOf(touched.map(x => x.subarray(from, to)))).toBe(0);
        expect(rmsOfAll(touched, from - 400, from)).toBeGreaterThan(0.001);
      }
  });

  test('noise bursts are louder than what they lie on', () => {
    for (const pair of plantsOf('noise-bursts', 2))
      for (const [from, to, channel] of framesOf(pair)) {
        const c = channel ?? 0;
        expect(rmsOf(pair.audio.channels[c]!, from, to)).toBeGreaterThan(
          0.9 * rmsOf(pair.clean.channels[c]!, from - 2000, from + 2000) * numberOf(pair.plant, 'gain'),
        );
      }
  });
});

describe('faults of the whole programme', () => {
  test('hum stands over its neighbours by the told margin', () => {
    for (const { plant, audio, clean } of plantsOf(
      'hum',
      2,
      ({ parameters }) => parameters['driftHz'] === 0,
    )) {
      const planted = humProminenceDb(audio.channels, audio.sampleRateHz, numberOf(plant, 'mainsHz'));
      const before = humProminenceDb(clean.channels, clean.sampleRateHz, numberOf(plant, 'mainsHz'));
      within(
        planted,
        Math.max(before, numberOf(plant, 'marginDb')),
        6,
        'dB',
        'bins, the music in the line and the quieter side move it',
      );
      expect(planted).toBeGreaterThan(8);
    }
  });

  test('an offset is the told one', () => {
    for (const { plant, audio } of plantsOf('dc', 3)) {
      const means = audio.channels.map(x => x.reduce((sum, s) => sum + s, 0) / x.length);
      const largest = Math.max(...means.map(Math.abs));
      within(toDb(largest), numberOf(plant, 'levelDbfs'), 0.05, 'dBFS', 'float32 sums');
    }
  });

  test('rumble is as loud as told below 20 Hz', () => {
    for (const { plant, audio, clean } of plantsOf('rumble', 2)) {
      const rate = audio.sampleRateHz;
      const low = (x: Float32Array) => toDb(rmsOf(filtered(x, lowPass(25, rate), lowPass(25, rate))));
      within(low(audio.channels[0]!), numberOf(plant, 'levelDbfs'), 2, 'dBFS', 'the filter takes a little');
      expect(low(clean.channels[0]!)).toBeLessThan(low(audio.channels[0]!) - 6);
    }
  });

  test('hiss has the told level', () => {
    for (const { plant, audio, clean } of plantsOf('hiss', 2)) {
      const noise = audio.channels[0]!.map((s, n) => s - clean.channels[0]![n]!);
      within(toDb(rmsOf(noise)), numberOf(plant, 'levelDbfs'), 0.3, 'dBFS', 'noise over nine seconds');
    }
  });

  test('a resonance lifts its band as told', () => {
    for (const { plant, audio, clean } of plantsOf('resonance', 2)) {
      const section = bandPass(numberOf(plant, 'hz'), 60, audio.sampleRateHz);
      const lift = toDb(
        rmsOf(filtered(audio.channels[0]!, section)) / rmsOf(filtered(clean.channels[0]!, section)),
      );
      expect(lift).toBeGreaterThan(5);
      within(lift, numberOf(plant, 'liftDb'), 3, 'dB', 'the band that is looked at is narrower');
    }
  });

  test('upsampled audio has nothing above the old Nyquist', () => {
    for (const { plant, audio } of plantsOf('upsampling', 2)) {
      const spectrum = meanSpectrum(midSpectra(audio.channels, 4096));
      const binHz = audio.sampleRateHz / 4096;
      const old = numberOf(plant, 'fromHz') / 2;
      const below = bandPower(spectrum, 0.7 * old, 0.9 * old, binHz);
      const above = bandPower(spectrum, 1.06 * old, audio.sampleRateHz / 2, binHz);
      expect(audio.sampleRateHz).toBe(numberOf(plant, 'toHz'));
      expect(10 * Math.log10(below / above)).toBeGreaterThan(25);
    }
  });

  test('padded depth leaves the low bits empty', () => {
    for (const { plant, audio } of plantsOf('padded-depth', 2)) {
      const steps = 2 ** (numberOf(plant, 'bits') - 1);
      expect(audio.channels.every(x => x.every(s => Number.isInteger(s * steps)))).toBe(true);
      expect(audio.depthBits).toBeGreaterThan(numberOf(plant, 'bits'));
    }
  });

  test('a ducked mix loses its told depth once a beat', () => {
    for (const { plant, audio, clean } of plantsOf('pumping', 1)) {
      const gains = audio.channels[0]!.map((s, n) =>
        Math.abs(clean.channels[0]![n]!) > 1e-3 ? s / clean.channels[0]![n]! : 1,
      );
      within(
        toDb(gains.reduce((least, g) => Math.min(least, g), 1)),
        -numberOf(plant, 'depthDb'),
        0.2,
        'dB',
        'the deepest sample may miss the deepest moment',
      );
    }
  });

  test('a limited mix stays under its ceiling and has lost its peaks', () => {
    for (const { plant, audio, clean } of plantsOf('limiter', 1)) {
      expect(toDb(peakOf(audio.channels))).toBeLessThanOrEqual(numberOf(plant, 'ceilingDbfs') + 0.01);
      const crest = (x: readonly Float32Array[]) => toDb(peakOf(x) / rmsOfAll(x));
      expect(crest(audio.channels)).toBeLessThan(crest(clean.channels) - 3);
    }
  });
});

describe('faults of stereo', () => {
  test('a quieter channel is quieter by the told loss', () => {
    for (const { plant, audio, clean } of plantsOf('imbalance', 2)) {
      const c = numberOf(plant, 'channel');
      within(
        toDb(rmsOf(audio.channels[c]!) / rmsOf(clean.channels[c]!)),
        -numberOf(plant, 'lossDb'),
        0.01,
        'dB',
        'four digits are told',
      );
    }
  });

  test('a late channel is late by the told frames', () => {
    for (const { plant, audio, clean } of plantsOf('delay', 2)) {
      const c = numberOf(plant, 'channel');
      const frames = numberOf(plant, 'frames');
      expect(audio.channels[c]!.slice(frames, 100000)).toEqual(clean.channels[c]!.slice(0, 100000 - frames));
      expect(audio.channels[1 - c]).toEqual(clean.channels[1 - c]);
    }
  });

  test('an inverted channel turns the correlation over', () => {
    for (const { audio, clean } of plantsOf(
      'polarity',
      2,
      ({ parameters }) => parameters['shape'] === 'channel',
    )) {
      const before = correlationOf(clean.channels[0]!, clean.channels[1]!);
      within(correlationOf(audio.channels[0]!, audio.channels[1]!), -before, 1e-6, '', 'only a sign changed');
    }
  });

  test('dual mono is the same twice', () => {
    for (const { audio } of plantsOf(
      'dual-mono',
      2,
      ({ parameters }) => parameters['shape'] === 'to the bit',
    ))
      expect(audio.channels[0]).toEqual(audio.channels[1]);
  });

  test('one side has nothing, or nearly', () => {
    for (const { plant, audio } of plantsOf('one-sided', 3)) {
      const c = numberOf(plant, 'channel');
      expect(rmsOf(audio.channels[c]!)).toBeLessThan(0.006 * rmsOf(audio.channels[1 - c]!));
    }
  });
});

describe('faults of the ends', () => {
  test('a cut start begins in sound, a cut end ends in it', () => {
    for (const { audio } of plantsOf('cut-off-start', 2))
      expect(toDb(rmsOfAll(audio.channels, 0, 1300))).toBeGreaterThan(-31);
    for (const { audio } of plantsOf('cut-off-end', 2)) {
      const end = audio.channels[0]!.length;
      expect(toDb(rmsOfAll(audio.channels, end - 1300, end))).toBeGreaterThan(-56);
    }
  });

  test('a long silence is silent', () => {
    for (const pair of plantsOf('long-silence', 2))
      for (const [from, to] of framesOf(pair))
        expect(toDb(rmsOfAll(pair.audio.channels, from, to) + 1e-9)).toBeLessThan(-79);
  });
});

/** Gain that the planted excerpt got as a whole, from where it is unchanged. */
function rmsGain({ audio, clean }: Pair): number {
  const ratios = audio.channels[0]!.subarray(0, 200000).map((s, n) => {
    const x = clean.channels[0]![n]!;
    return Math.abs(x) > 0.01 && Math.abs(x) < 0.05 ? s / x : Number.NaN;
  });
  const known = ratios.filter(ratio => !Number.isNaN(ratio)).sort();
  return known[known.length >> 1]!;
}
