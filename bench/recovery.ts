/**
 * Whether a known sound is found again. Each finished recording beside the checkout is cut into passages of ten seconds; the
 * even ones, joined, are degraded by a seeded chain and mastered with the odd ones as the reference, and again with only the
 * genre. Printed is how far each result stands from the even passages as they were:
 *
 *   spectrum  mean absolute difference per 1/3 octave, level taken out, dB
 *   width     mean absolute difference of side over mid in nine bands, dB (and within bass, low middle, middle, highs)
 *   LU, LRA, PSR  absolute differences of integrated loudness, loudness range and median PSR
 *   AF        the audio-feature distance of Diff-MST and ITO-Master
 *
 * `own` is the difference between the odd and the even passages: what a perfect match to the reference still leaves.
 *
 *   node --conditions=@deadwax/source bench/recovery.ts [--seeds 2] [--first 1] [--song rock] [--plan]
 */
import { parseArgs } from 'node:util';
import { describePlan, type GenreName } from '@deadwax/engine';
import { makeCodecHost } from '../conformance/support/recordings.ts';
import { type Distance, distanceOf, measureMaterial } from './recovery/compare.ts';
import { masterByDeadwax } from './recovery/deadwax.ts';
import { degrade, drawDegradation } from './recovery/degrade.ts';
import { normalizeByFfmpeg } from './recovery/loudnorm.ts';
import { matchByMatchering } from './recovery/matchering.ts';
import { joinPassages } from './recovery/passages.ts';
import { printGenre, printRow, printTable } from './recovery/table.ts';
import { FINISHED, loadMaterial, type Material } from './support/material.ts';
import { isInstalled } from './support/process.ts';

/** What the makers of the recordings say they are. */
const GENRES: Readonly<Record<string, GenreName>> = {
  'acoustic-nature': 'ambient',
  'folk-traveling-minstrels': 'folk',
  'jazz-vibe-ace': 'jazz',
  'latin-hacienda': 'pop',
  'orchestral-weight-of-revenge': 'classical',
  'rock-hedgewars': 'rock',
  'trance-calling-bogus': 'electronic',
  'vocal-lets-go-fishin': 'folk',
};

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2' },
    first: { type: 'string', default: '1' },
    song: { type: 'string', default: '' },
    plan: { type: 'boolean', default: false },
  },
});
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const songs = FINISHED.filter(path => !path.includes('stem') && path.includes(values.song));
if (songs.length === 0) {
  print('recovery: no recordings beside the checkout, nothing measured');
  process.exit(1);
}
const hasFfmpeg = await isInstalled('ffmpeg');

/** Every way from a degraded passage back, by name. */
async function results(bad: Material, odd: Material, referenceLufs: number): Promise<Map<string, Material>> {
  const { kernels } = makeCodecHost().powers;
  const byReference = await masterByDeadwax(bad, odd);
  if (values.plan) for (const line of describePlan(byReference.plan)) print(`    ${line}`);
  const byGenre = await masterByDeadwax(bad, null, { genre: GENRES[bad.name] ?? 'auto' });
  const all = new Map([
    ['input', bad],
    ['own', odd],
    ['deadwax, reference', byReference.material],
    ['deadwax, genre', byGenre.material],
    ['Matchering method', matchByMatchering(bad, odd, kernels)],
  ]);
  if (hasFfmpeg) all.set('ffmpeg loudnorm', await normalizeByFfmpeg(bad, referenceLufs));
  return all;
}

for (const hasDynamics of [false, true]) {
  print(hasDynamics ? '\nEQ, width, level and dynamics' : 'EQ, width and level');
  const distances = new Map<string, Distance[]>();
  for (const [index, path] of songs.entries()) {
    const piece = await loadMaterial(path);
    const [even, odd] = [joinPassages(piece, 0), joinPassages(piece, 1)];
    const original = await measureMaterial(even);
    const referenceLufs = (await measureMaterial(odd)).facts.integratedLufs ?? -14;
    for (let round = 0; round < Number(values.seeds); round++) {
      const seed = 1000 * (Number(values.first) + round) + index;
      const bad = degrade(even, drawDegradation(seed, hasDynamics), makeCodecHost().powers.kernels);
      for (const [name, material] of await results(bad, odd, referenceLufs)) {
        const distance = distanceOf(original, await measureMaterial(material));
        distances.set(name, [...(distances.get(name) ?? []), distance]);
        print(printRow(`${piece.name} ${seed}`, name, distance));
      }
    }
  }
  print('');
  for (const line of printTable(distances)) print(line);
  for (const line of printGenre(distances.get('input')!, distances.get('deadwax, genre')!)) print(line);
}
