/**
 * Rings planted into real music: whether they are found, what else is found, and what the suppressor makes of them.
 *
 * A plant is a bell of 8 … 12 dB and Q 10 … 20 at a seeded frequency from 400 Hz to 8 kHz, over a minute of a recording or a whole
 * short mix. A find counts within a twelfth of an octave. What is found in untouched music counts against precision wherever it appears.
 * Names, or parts of them, choose the pieces.
 */

import { inspect } from '@deadwax/engine';
import type { MemoryHost } from '../conformance/support/memory.ts';
import { hasRecordings, makeCodecHost } from '../conformance/support/recordings.ts';
import { type FoundRing, findRings } from '../engine/src/diagnose/detect/resonance.ts';
import { everyMusic, type Music, readMusic } from './support/music.ts';
import { paceOf } from './support/pace.ts';
import { between, betweenHz, seeded } from './support/seeded.ts';
import { bandLevels, largestChangeDb, process as play } from './support/tone.ts';

/** Of a recording, up to a minute; and of a mix of nine seconds. */
const PLANTS = 7;
const PLANTS_OF_SHORT = 3;
const print = (line: string) => void process.stdout.write(`${line}\n`);
if (!hasRecordings) {
  print('resonance: no recordings beside the checkout, nothing measured');
  process.exit(1);
}

interface Plant {
  readonly frequencyHz: number;
  readonly q: number;
  readonly gainDb: number;
}

function plantRing(music: Music, host: MemoryHost, { frequencyHz, q, gainDb }: Plant): Music {
  const { kernels } = host.powers;
  const section = kernels.designFilter({ shape: 'bell', frequencyHz, gainDb, q }, music.sampleRateHz);
  return play(music, host, () => kernels.makeBiquads([section], music.channels.length));
}

async function ringsOf(music: Music, host: MemoryHost): Promise<readonly FoundRing[]> {
  const source = host.makeSource(music.channels, music.sampleRateHz);
  return findRings((await inspect(source, ['spectra'], host.powers, {})).spectra.rings);
}

const isNear = (a: number, b: number) => Math.abs(Math.log2(a / b)) < 1 / 12;

/** How far the middle of the ring (a quarter of its width) stands above another version of the same music, dB. */
function ringOver(music: Music, base: Music, host: MemoryHost, { frequencyHz, q }: Plant): number {
  const edges = [frequencyHz * (1 - 0.125 / q), frequencyHz * (1 + 0.125 / q)];
  return bandLevels(music, host, edges)[0]! - bandLevels(base, host, edges)[0]!;
}

const wanted = process.argv.slice(2);
const isChosen = ({ name }: { readonly name: string }) =>
  wanted.length === 0 || wanted.some(part => name.includes(part));
const next = seeded(20130807);
const total = { plants: 0, found: 0, others: 0, standing: 0, untouched: 0, pieces: 0 };
const repairs = {
  count: 0,
  lossDb: [] as number[],
  knownLossDb: [] as number[],
  changeDb: [] as number[],
  ownChangeDb: [] as number[],
};
print(
  'piece | untouched finds | plants found | other finds | of them in the untouched piece | ring before → after, dB (found; known) | change elsewhere, dB',
);
for (const piece of everyMusic().filter(isChosen)) {
  const seen = { found: 0, others: 0, standing: 0 };
  const before: number[] = [];
  const after: number[] = [];
  const known: number[] = [];
  let changeDb = 0;
  let own: readonly FoundRing[] = [];
  const music = await readMusic(piece, makeCodecHost(), 0.3, 60);
  const count = music.channels[0]!.length < 20 * music.sampleRateHz ? PLANTS_OF_SHORT : PLANTS;
  for (let k = 0; k < count; k++) {
    const host = makeCodecHost();
    if (k === 0) own = await ringsOf(music, host);
    const isBar = k < 2; // the bar of the suppressor is +8 dB, Q 15
    const plant: Plant = {
      frequencyHz: betweenHz(next, 400, 8000),
      q: isBar ? 15 : between(next, 10, 20),
      gainDb: isBar ? 8 : between(next, 8, 12),
    };
    const planted = plantRing(music, host, plant);
    const rings = await ringsOf(planted, host);
    const hits = rings.filter(ring => isNear(ring.frequencyHz, plant.frequencyHz));
    const others = rings.filter(ring => !isNear(ring.frequencyHz, plant.frequencyHz));
    seen.found += hits.length > 0 ? 1 : 0;
    seen.others += others.length;
    seen.standing += others.filter(other =>
      own.some(ring => isNear(ring.frequencyHz, other.frequencyHz)),
    ).length;
    const { kernels } = host.powers;
    const suppress = (input: Music, list: Parameters<typeof kernels.makeRingSuppressor>[0]) =>
      play(input, host, () => kernels.makeRingSuppressor(list, input.sampleRateHz, input.channels.length));
    if (k === 0) {
      const sure = own.filter(({ isSure }) => isSure);
      repairs.ownChangeDb.push(sure.length === 0 ? 0 : largestChangeDb(music, suppress(music, sure), host));
    }
    if (!isBar) continue;
    const truth = [{ frequencyHz: plant.frequencyHz, q: 15, maxCutDb: 8 }];
    const high = ringOver(planted, music, host, plant);
    before.push(high);
    known.push(ringOver(suppress(planted, truth), music, host, plant));
    changeDb = Math.max(changeDb, largestChangeDb(music, suppress(music, truth), host));
    repairs.knownLossDb.push(high - known.at(-1)!);
    if (hits.length === 0) continue;
    after.push(ringOver(suppress(planted, hits), music, host, plant));
    repairs.lossDb.push(high - after.at(-1)!);
  }
  repairs.changeDb.push(changeDb);
  total.plants += count;
  total.pieces += 1;
  total.untouched += own.length;
  total.found += seen.found;
  total.others += seen.others;
  total.standing += seen.standing;
  const list = (values: readonly number[]) => values.map(value => value.toFixed(1)).join(' ');
  print(
    `${piece.name} | ${own.map(ring => `${Math.round(ring.frequencyHz)} Hz`).join(', ') || 'none'} | ${seen.found}/${count} | ${seen.others} | ${seen.standing} | ${list(before)} → ${list(after)}; ${list(known)} | ${changeDb.toFixed(2)}`,
  );
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
print(
  `resonance: ${total.plants} plants, recall ${(total.found / total.plants).toFixed(3)}, precision ${(total.found / (total.found + total.others)).toFixed(3)} (${(total.found / (total.found + total.others - total.standing)).toFixed(3)} without what the untouched piece has too), ${total.untouched} finds in ${total.pieces} untouched pieces`,
);
print(
  `resonance: what the house itself turns down in untouched music changes a third by ${Math.max(...repairs.ownChangeDb).toFixed(2)} dB at most; ${repairs.ownChangeDb.filter(db => db > 0).length} of ${total.pieces} pieces are touched at all`,
);
print(
  `resonance: +8 dB Q 15 loses ${mean(repairs.lossDb).toFixed(2)} dB on average, ${Math.min(...repairs.lossDb).toFixed(2)} at least, where it was found (${repairs.lossDb.length}); told the ring, ${mean(repairs.knownLossDb).toFixed(2)} and ${Math.min(...repairs.knownLossDb).toFixed(2)}; the same bells on untouched music change a third by ${Math.max(...repairs.changeDb).toFixed(2)} dB at most`,
);
for (const rateHz of [44100, 96000]) {
  const host = makeCodecHost();
  const bells = [400, 900, 2100, 4700].map(frequencyHz => ({ frequencyHz, q: 15, maxCutDb: 8 }));
  const pace = paceOf(host, rateHz, () => host.powers.kernels.makeRingSuppressor(bells, rateHz, 2));
  print(`resonance: ${pace.toFixed(0)} × real time a thread at ${rateHz} Hz, stereo, four rings`);
}
