/**
 * Declipping by the protocol of the survey: every sound is clipped at the level that leaves an SDR of 1 … 20 dB, restored,
 * and the gain in SDR over the whole signal is told beside the survey's best method, with the PEAQ grade of every result
 * (heard through the survey's own resampler and 16 bit) and the processor time of the kernel.
 *
 * `--mode quality,fast` chooses, `--sound violin` and `--sdr 3,20` narrow, `--save FILE` keeps the text.
 * P. Záviška, P. Rajmic, A. Ozerov, L. Rencker, IEEE JSTSP 15 (2021); sounds stand beside the checkout.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { DeclipMode } from '@deadwax/engine/ports';
import { measurePeaq, toSurveyInput } from './peaq/index.ts';
import {
  clipAtSdr,
  INPUT_SDRS_DB,
  readSound,
  restore,
  SOUNDS,
  SURVEY_MEANS,
  sdrDb,
} from './support/declip-survey.ts';

const { values: options } = parseArgs({
  options: {
    mode: { type: 'string', default: 'quality,fast' },
    sound: { type: 'string' },
    sdr: { type: 'string' },
    save: { type: 'string' },
  },
});

const sdrs = options.sdr === undefined ? INPUT_SDRS_DB : options.sdr.split(',').map(Number);
const sounds = SOUNDS.filter(({ name, path }) => existsSync(path) && name === (options.sound ?? name));
if (sounds.length === 0) {
  process.stdout.write('declip: no survey sounds beside the checkout, nothing measured\n');
  process.exit(1);
}

const lines: string[] = [];
const tell = (line: string): void => {
  lines.push(line);
  process.stdout.write(`${line}\n`);
};
const row = (label: string, values: readonly number[], digits: number): string =>
  `  ${label.padEnd(38)}${values.map(value => value.toFixed(digits).padStart(8)).join('')}`;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const meanOver = (rows: readonly (readonly number[])[]): number[] =>
  sdrs.map((_, index) => mean(rows.map(values => values[index]!)));
const published = (values: readonly number[]): number[] =>
  sdrs.map(sdr => values[INPUT_SDRS_DB.indexOf(sdr)] ?? Number.NaN);
const withMean = (values: readonly number[]): number[] => [...values, mean(values)];

/** What one item gave. */
interface Result {
  readonly gainDb: number;
  readonly odg: number;
  readonly cpuSecondsPerSecond: number;
}

function measure(samples: Float32Array, inputDb: number, mode: DeclipMode): Result {
  const { clipped, levelGain } = clipAtSdr(samples, inputDb);
  const { output, cpuSecondsPerSecond, reliableError } = restore(clipped, levelGain, mode);
  if (reliableError !== 0) throw new Error('a reliable sample has changed');
  const gainDb = sdrDb(samples, output) - sdrDb(samples, clipped);
  if (gainDb < 0) throw new Error('worse than the clipped input');
  const { odg } = measurePeaq(toSurveyInput([samples], 44100), toSurveyInput([output], 44100));
  return { gainDb, odg, cpuSecondsPerSecond };
}

const heading = `input SDR ${sdrs.join(', ')} dB, then the mean`;
for (const mode of options.mode.split(',') as DeclipMode[]) {
  const all: Result[][] = [];
  for (const sound of sounds) {
    const samples = readSound(sound);
    const results = sdrs.map(inputDb => {
      const result = measure(samples, inputDb, mode);
      process.stderr.write(`${sound.name} ${mode} ${inputDb} dB: ${JSON.stringify(result)}\n`);
      return result;
    });
    all.push(results);
    tell(`${sound.name}, ${mode}; ${heading}`);
    tell(row('ΔSDR, dB', withMean(results.map(r => r.gainDb)), 2));
    tell(row('published, SS PEW', withMean(published(sound.socialSparsityDb)), 2));
    tell(row('PEAQ ODG', withMean(results.map(r => r.odg)), 2));
    tell(row('CPU s per s, one thread', withMean(results.map(r => r.cpuSecondsPerSecond)), 2));
  }
  const means = (key: keyof Result): number[] =>
    withMean(meanOver(all.map(results => results.map(r => r[key]))));
  tell(`mean of ${sounds.length} sounds, ${mode}; ${heading}`);
  tell(row('ΔSDR, dB', means('gainDb'), 2));
  tell(row('SS PEW, the same sounds', withMean(meanOver(sounds.map(s => published(s.socialSparsityDb)))), 2));
  tell(row('PEAQ ODG', means('odg'), 2));
  tell(row('CPU s per s, one thread', means('cpuSecondsPerSecond'), 2));
  for (const { label, values } of SURVEY_MEANS) tell(row(label, withMean(published(values)), 2));
  tell('');
}
if (options.save !== undefined) writeFileSync(options.save, `${lines.join('\n')}\n`);
