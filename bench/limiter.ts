/**
 * Limiters side by side: the same passages of music at the same loudness with the same true peak (−1.00 dBTP at 16 times the
 * rate), each held against its input, gain-matched and without delay, by PEAQ Basic and by what is left of the difference.
 *
 * A peer is forced under the ceiling by lowering its own; "over" tells how far it went over when left alone. CPU is that of one
 * pass for peers (those of the bench itself are plain JavaScript) and that of the whole landing, every round of it, for ours.
 *
 * Pieces that are that loud without a limiter are left out; a peer that no drive makes that loud has not landed.
 *
 * `--lufs=-9,-7` and `--piece jazz` narrow, `--seconds 10` shortens, `--ours` leaves the peers out, `--save FILE` keeps the text.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { hasRecordings } from '../conformance/support/recordings.ts';
import { LIMITER_DEFAULTS } from '../engine/src/plan/limits.ts';
import { contend, contendOurs, PEAK_DBTP, type Score } from './limiting/contest.ts';
import { findPeers } from './limiting/limiters.ts';
import { readPieces } from './limiting/material.ts';
import { measureLevels } from './limiting/meters.ts';
import { tabulate } from './limiting/table.ts';

const { values: options } = parseArgs({
  options: {
    lufs: { type: 'string', default: '-14,-11,-9,-7' },
    piece: { type: 'string', default: '' },
    seconds: { type: 'string', default: '30' },
    ours: { type: 'boolean', default: false },
    save: { type: 'string' },
  },
});
if (!hasRecordings) {
  process.stdout.write('limiter: no recordings beside the checkout, nothing measured\n');
  process.exit(1);
}

const OURS = [
  { name: 'deadwax', limiter: LIMITER_DEFAULTS },
  { name: 'deadwax, gain alone', limiter: { ...LIMITER_DEFAULTS, cancelledPeaksDb: 0 } },
];
const { peers, missing } = options.ours ? { peers: [], missing: [] } : findPeers();
const names = [...OURS, ...peers].map(({ name }) => name);
const pieces = await readPieces(options.piece, Number(options.seconds));
const lines = missing.map(name => `not here, left out: ${name}`);
for (const targetLufs of options.lufs.split(',').map(Number)) {
  const scores: Score[] = [];
  for (const piece of pieces) {
    const { lufs, dbtp } = measureLevels(piece.channels);
    if (lufs - dbtp >= targetLufs - PEAK_DBTP) continue; // dense enough as it is: no limiter is needed
    for (const { name, limiter } of OURS) scores.push(await contendOurs(name, piece, targetLufs, limiter));
    let driveDb = targetLufs - lufs;
    for (const peer of peers) {
      const score = contend(peer, piece, targetLufs, driveDb);
      if (score === null) continue;
      scores.push(score);
      driveDb = score.driveDb;
    }
    process.stderr.write(`${targetLufs} LUFS, ${piece.name}\n`);
  }
  const table = tabulate(scores, names, targetLufs);
  process.stdout.write(`${table.join('\n')}\n`);
  lines.push(...table);
}
if (options.save !== undefined) writeFileSync(options.save, `${lines.join('\n')}\n`);
