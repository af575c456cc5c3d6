import { describe, expect, test } from 'vitest';
import { within } from '../../conformance/support/within.ts';
import { BAND_COUNT, EAR_BANDS } from './bands.ts';
import { estimateMushra, measurePeaq, toPcm16, toSurveyInput } from './index.ts';
import { clipToSdr, hasSurveySounds, readSurveySound, SURVEY_SDRS_DB, SURVEY_SOUNDS } from './survey.ts';

/** Two seconds of a chord with a slow beat, 16 bit. */
function makeChord(): Float32Array {
  const partials = [220, 277.2, 329.6, 440, 880, 1760, 3520, 7040];
  return toPcm16(
    Float32Array.from(
      { length: 2 * 48000 },
      (_, n) =>
        partials.reduce((sum, hz, i) => sum + (0.2 / (i + 1)) * Math.sin((2 * Math.PI * hz * n) / 48000), 0) *
        (0.6 + 0.4 * Math.sin((2 * Math.PI * 3 * n) / 48000)),
    ),
  );
}

/** A seeded noise between −1 and 1, by a linear congruential generator. */
function addNoise(samples: Float32Array, levelGain: number): Float32Array {
  let state = 1;
  return toPcm16(
    samples.map(sample => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return sample + levelGain * (state / 2 ** 31 - 1);
    }),
  );
}

describe('the ear model', () => {
  test('has the 109 bands of BS.1387-1 table 6', () => {
    expect(BAND_COUNT).toBe(109);
    const table = [
      { index: 0, lowerHz: 80, centreHz: 91.708, upperHz: 103.445 },
      { index: 54, lowerHz: 2486.169, centreHz: 2532.456, upperHz: 2579.551 },
      { index: 108, lowerHz: 17385.42, centreHz: 17690.045, upperHz: 18000 },
    ];
    for (const { index, ...row } of table)
      for (const key of ['lowerHz', 'centreHz', 'upperHz'] as const)
        within(
          EAR_BANDS[index]![key],
          row[key],
          0.01,
          'Hz',
          'the table was rounded on its way through the Bark scale',
        );
  });
});

describe('a grade', () => {
  test('of a signal against itself is the highest that the network gives', () => {
    const { odg, movs } = measurePeaq([makeChord()], [makeChord()]);
    expect(odg).toBeGreaterThan(0);
    expect(odg).toBeLessThanOrEqual(0.22);
    expect(movs).toMatchObject({
      adb: 0,
      ehs: 0,
      avgModDiff1: 0,
      rmsNoiseLoud: 0,
      mfpd: 0,
      relDistFrames: 0,
    });
  });

  test('falls with every step of noise', () => {
    const chord = makeChord();
    const odgs = [0.001, 0.003, 0.01, 0.03].map(gain => measurePeaq([chord], [addNoise(chord, gain)]).odg);
    for (let step = 1; step < odgs.length; step++) expect(odgs[step]).toBeLessThan(odgs[step - 1]!);
  });

  test('of two equal channels is that of one', () => {
    const chord = makeChord();
    const noisy = addNoise(chord, 0.01);
    const one = measurePeaq([chord], [noisy]);
    const two = measurePeaq([chord, chord], [noisy, noisy]);
    within(two.odg, one.odg, 1e-9, 'ODG', 'the same figures, summed twice');
  });

  test('does not hear a pair of different shape', () => {
    expect(() => measurePeaq([makeChord()], [])).toThrow(TypeError);
    expect(() => measurePeaq([new Float32Array(48000)], [new Float32Array(48000)])).toThrow(/no window/);
  });

  test('of the 2f-model falls from high to low with noise', () => {
    const chord = makeChord();
    const scores = [0.001, 0.01, 0.1].map(gain =>
      estimateMushra(measurePeaq([chord], [addNoise(chord, gain)]).movs),
    );
    expect(scores[0]).toBeGreaterThan(scores[1]!);
    expect(scores[1]).toBeGreaterThan(scores[2]!);
  });
});

describe.skipIf(!hasSurveySounds)('the clipped sounds of the declipping survey', () => {
  test.each(SURVEY_SOUNDS)(
    '$name: grades are the published ones within 0.01',
    async ({ name, file, odgs }) => {
      const samples = await readSurveySound(file);
      const reference = toSurveyInput([samples], 44100);
      const away = SURVEY_SDRS_DB.map((sdrDb, index) => {
        const { odg } = measurePeaq(reference, toSurveyInput([clipToSdr(samples, sdrDb)], 44100));
        return odg - odgs[index]!;
      });
      process.stdout.write(
        `${name}: ${away.map(value => value.toFixed(4)).join(' ')} ODG from the published grades\n`,
      );
      for (const value of away)
        within(
          value,
          0,
          0.01,
          'ODG',
          'a few samples differ by one step of 16 bit, which moves the grade by up to 0.003',
        );
    },
  );
});
