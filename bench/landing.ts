/**
 * Every recording beside the checkout, whole, to every target under every ceiling, in float, 24 bit, 16 bit and at another
 * rate: where it landed and how near the ceiling it came.
 */
import { landEverywhere } from '../conformance/support/landing.ts';
import { hasRecordings, RECORDINGS } from '../conformance/support/recordings.ts';

/** Longer than any recording. */
const WHOLE_SECONDS = 3600;

if (!hasRecordings) {
  process.stdout.write('landing: no recordings beside the checkout, nothing measured\n');
  process.exit(1);
}
let worstLu = 0;
let worstDb = Number.NEGATIVE_INFINITY;
for (const recording of RECORDINGS) {
  const landings = await landEverywhere(recording, WHOLE_SECONDS);
  const free = landings.filter(landing => landing.bound === null);
  const awayLu = Math.max(0, ...free.map(landing => Math.abs(landing.integratedLufs - landing.targetLufs)));
  const overDb = Math.max(...landings.map(landing => landing.truePeakDbtp - landing.ceilingDbtp));
  worstLu = Math.max(worstLu, awayLu);
  worstDb = Math.max(worstDb, overDb);
  process.stdout.write(
    `${recording.name}: ${landings.length} files, at most ${awayLu.toFixed(3)} LU away, true peak at most ${overDb.toFixed(3)} dB over, ${landings.length - free.length} stopped by a bound\n`,
  );
}
process.stdout.write(
  `landing: worst ${worstLu.toFixed(3)} LU away, true peak at most ${worstDb.toFixed(3)} dB over the ceiling\n`,
);
