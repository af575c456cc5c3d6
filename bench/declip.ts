/**
 * Declipping by the protocol of the survey: every sound is clipped at the level that leaves an SDR of 1 … 20 dB, restored,
 * and the gain in SDR over the whole signal is told beside the survey's best method.
 *
 * `--mode quality,fast` chooses, `--sound violin` and `--sdr 3,20` narrow, `--save FILE` keeps the text.
 * P. Záviška, P. Rajmic, A. Ozerov, L. Rencker, IEEE JSTSP 15 (2021); sounds stand beside the checkout.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { DeclipMode } from '@deadwax/engine/ports';
import { clipAtSdr, INPUT_SDRS_DB, readSound, restore, SOUNDS, sdrDb } from './support/declip-survey.ts';

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
  `  ${label.padEnd(28)}${values.map(value => value.toFixed(digits).padStart(8)).join('')}`;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

for (const mode of options.mode.split(',') as DeclipMode[]) {
  const all: number[][] = [];
  for (const sound of sounds) {
    const samples = readSound(sound);
    const results = sdrs.map(inputDb => {
      const { clipped, levelGain } = clipAtSdr(samples, inputDb);
      const { output, cpuSecondsPerSecond, reliableError } = restore(clipped, levelGain, mode);
      process.stderr.write(
        `${sound.name} ${mode} ${inputDb} dB: ${(sdrDb(samples, output) - sdrDb(samples, clipped)).toFixed(2)}\n`,
      );
      if (reliableError !== 0) throw new Error('a reliable sample has changed');
      const gainDb = sdrDb(samples, output) - sdrDb(samples, clipped);
      if (gainDb < 0) throw new Error('worse than the clipped input');
      return { gainDb, cpuSecondsPerSecond };
    });
    const gains = results.map(({ gainDb }) => gainDb);
    const published = sdrs.map(sdr => sound.socialSparsityDb[INPUT_SDRS_DB.indexOf(sdr)] ?? Number.NaN);
    all.push(gains);
    tell(`${sound.name}, ${mode}; input SDR ${sdrs.join(', ')} dB, then the mean`);
    tell(row('ΔSDR, dB', [...gains, mean(gains)], 2));
    tell(row('published, SS PEW', [...published, mean(published)], 2));
    tell(
      row(
        'CPU s per s, one thread',
        results.map(r => r.cpuSecondsPerSecond),
        2,
      ),
    );
  }
  tell(`all sounds, ${mode}: mean ΔSDR ${mean(all.map(mean)).toFixed(2)} dB\n`);
}
if (options.save !== undefined) writeFileSync(options.save, `${lines.join('\n')}\n`);
