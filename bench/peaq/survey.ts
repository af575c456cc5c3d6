import { existsSync } from 'node:fs';
import { readChannels } from '../support/channels.ts';

/** Real music that stands beside a developer's checkout; it is never part of the repository. */
const FOLDER = new URL('../../../shared/audio/declip-survey/', import.meta.url).pathname;

/** Where it is absent, what needs it is skipped and counted. */
export const hasSurveySounds: boolean = existsSync(FOLDER);

/** Signal-to-distortion ratios to which the survey clipped. */
export const SURVEY_SDRS_DB: readonly number[] = [1, 3, 5, 7, 10, 15, 20];

/** Three of the survey's sounds, and the grade it found for each clipped input. */
export const SURVEY_SOUNDS: readonly {
  readonly name: string;
  readonly file: string;
  readonly odgs: readonly number[];
}[] = [
  {
    name: 'violin',
    file: 'a08_violin.flac',
    odgs: [-3.894, -3.873, -3.809, -3.735, -3.567, -2.714, -1.313],
  },
  {
    name: 'guitar',
    file: 'a58_guitar_sarasate.flac',
    odgs: [-3.823, -3.78, -3.676, -3.359, -2.314, -0.974, -0.579],
  },
  {
    name: 'piano',
    file: 'a60_piano_schubert.flac',
    odgs: [-3.904, -3.903, -3.9, -3.898, -3.894, -3.89, -3.842],
  },
];

/** The samples of one of them, mono, 44.1 kHz. */
export async function readSurveySound(file: string): Promise<Float32Array> {
  return (await readChannels(`${FOLDER}${file}`)).channels[0]!;
}

/** Clips at the level at which 20 log₁₀(‖x‖/‖x − clipped‖) is the wanted ratio; the level is found by halving. */
export function clipToSdr(samples: Float32Array, sdrDb: number): Float64Array {
  let low = 0;
  let high = samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (sdrOf(samples, middle) < sdrDb) low = middle;
    else high = middle;
  }
  return new Float64Array(samples).map(sample => Math.min(high, Math.max(-high, sample)));
}

function sdrOf(samples: Float32Array, levelGain: number): number {
  let signal = 0;
  let error = 0;
  for (let n = 0; n < samples.length; n++) {
    const sample = samples[n]!;
    signal += sample * sample;
    const over = Math.abs(sample) - levelGain;
    if (over > 0) error += over * over;
  }
  return 10 * Math.log10(signal / error);
}
