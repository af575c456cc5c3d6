import type { PlannedLimiter } from '../../engine/src/plan/plan.ts';
import type { Limiter } from './limiters.ts';
import { RATE_HZ, type Stereo } from './material.ts';
import { type Damage, measureDamage, measureLevels } from './meters.ts';
import { renderOurs } from './ours.ts';

/** Where every output is brought: the true peak exactly, the loudness nearer than TOLERANCE_LU. */
export const PEAK_DBTP = -1;
const TOLERANCE_LU = 0.02;
const MOST_TRIES = 16;
const MOST_DRIVE_DB = 40;

/** One limiter on one piece at one loudness. */
export interface Score extends Damage {
  readonly limiter: string;
  readonly piece: string;
  readonly targetLufs: number;
  /** True peak over its own ceiling before it was forced under it, dB. */
  readonly overDb: number;
  readonly cpuSecondsPerSecond: number;
  readonly driveDb: number;
}

/**
 * Finds the drive at which a limiter lands: limiters scale, so the ceiling is lowered by scaling what comes out until its true
 * peak stands at PEAK_DBTP, and the drive is searched until its loudness is then the target.
 * @param firstDriveDb where the search begins
 * @returns null where no drive makes it that loud
 */
export function contend(
  limiter: Limiter,
  piece: { readonly name: string; readonly channels: Stereo },
  targetLufs: number,
  firstDriveDb: number,
): Score | null {
  const seconds = piece.channels[0]!.length / RATE_HZ;
  let low = -20;
  let high = MOST_DRIVE_DB;
  let driveDb = firstDriveDb;
  let slope = 0.85; // loudness gives way by less than the drive
  let last = { driveDb: Number.NaN, missingLu: 0 };
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const run = limiter.limit(piece.channels, 10 ** (driveDb / 20));
    const { lufs, dbtp } = measureLevels(run.channels);
    const missingLu = targetLufs - PEAK_DBTP - (lufs - dbtp);
    if (Math.abs(missingLu) <= TOLERANCE_LU) {
      const scale = 10 ** ((PEAK_DBTP - dbtp) / 20);
      const channels = run.channels.map(samples => samples.map(sample => scale * sample));
      return {
        ...measureDamage(piece.channels, channels),
        limiter: limiter.name,
        piece: piece.name,
        targetLufs,
        overDb: dbtp - PEAK_DBTP,
        cpuSecondsPerSecond: run.cpuSeconds / seconds,
        driveDb,
      };
    }
    if (missingLu > 0) low = driveDb;
    else high = driveDb;
    if (high - low < 0.01) break;
    if (tries > 0)
      slope = Math.min(1, Math.max(0.1, (last.missingLu - missingLu) / (driveDb - last.driveDb)));
    last = { driveDb, missingLu };
    const next = driveDb + missingLu / slope;
    driveDb = next > low && next < high ? next : (low + high) / 2;
  }
  return null;
}

/** The house's own limiter, which lands by itself. */
export async function contendOurs(
  name: string,
  piece: { readonly name: string; readonly channels: Stereo },
  targetLufs: number,
  limiter: PlannedLimiter,
): Promise<Score> {
  const { channels, cpuSeconds } = await renderOurs(piece.channels, { targetLufs, limiter });
  const { dbtp } = measureLevels(channels);
  return {
    ...measureDamage(piece.channels, channels),
    limiter: name,
    piece: piece.name,
    targetLufs,
    overDb: dbtp - PEAK_DBTP,
    cpuSecondsPerSecond: cpuSeconds / (channels[0]!.length / RATE_HZ),
    driveDb: 0,
  };
}
