import { describe, expect, it } from 'vitest';
import { LANDING_CEILINGS_DBTP, LANDING_TARGETS_LUFS, landEverywhere } from './support/landing.ts';
import { hasRecordings, RECORDINGS } from './support/recordings.ts';

/** Long enough for a chorus and its surroundings; `bench/landing.ts` does the same with whole songs. */
const EXCERPT_SECONDS = 20;

describe.skipIf(!hasRecordings)('real music lands where it was told', () => {
  it.each(RECORDINGS)('$name', async recording => {
    const landings = await landEverywhere(recording, EXCERPT_SECONDS);
    expect(landings.length).toBe(4 * LANDING_TARGETS_LUFS.length * LANDING_CEILINGS_DBTP.length);
    for (const landing of landings) {
      const claim = `${landing.file} at ${landing.targetLufs} LUFS under ${landing.ceilingDbtp} dBTP`;
      const isLanded = Math.abs(landing.integratedLufs - landing.targetLufs) <= 0.1 || landing.bound !== null;
      expect(isLanded, `${claim} reads ${landing.integratedLufs} LUFS`).toBe(true);
      expect(landing.truePeakDbtp, claim).toBeLessThanOrEqual(landing.ceilingDbtp);
    }
    const away = landings.filter(landing => landing.bound === null);
    const worstLu = Math.max(...away.map(landing => Math.abs(landing.integratedLufs - landing.targetLufs)));
    const worstDb = Math.max(...landings.map(landing => landing.truePeakDbtp - landing.ceilingDbtp));
    console.log(
      `[bar] landing ${recording.name}: worst ${worstLu.toFixed(3)} LU away, true peak ${worstDb.toFixed(3)} dB from the ceiling, ${landings.length - away.length} bound`,
    );
  });
});
