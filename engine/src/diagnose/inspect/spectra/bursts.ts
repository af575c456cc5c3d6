import type { Stretch } from '../tracer.ts';
import { medianAround, type ShortLevels } from './short.ts';

/** A short sound that stands out in its band. */
export interface SoundBurst {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** The loudest window of the band, dB. */
  readonly levelDb: number;
  /** There, the band over the voice (150 Hz … 5 kHz). */
  readonly ratioDb: number;
  /** There, the band over its own surroundings. */
  readonly riseDb: number;
}

/** What makes a burst. */
interface BurstRule {
  readonly band: Float32Array;
  /** Least rise over the surroundings … */
  readonly riseDb: number;
  /** … and least share against the voice. */
  readonly ratioDb: number;
  readonly longestSeconds: number;
}

/** Bursts that begin inside the stretch. */
function findBursts(stretch: Stretch, levels: ShortLevels, rule: BurstRule): SoundBurst[] {
  const { band } = rule;
  const around = medianAround(band, levels.hopSeconds);
  const secondsOf = (window: number) => levels.firstSeconds + window * levels.hopSeconds;
  const isOn = (window: number) =>
    band[window]! > around[window]! + rule.riseDb && band[window]! > levels.voiceDb[window]! + rule.ratioDb;
  const from = stretch.startFrame / stretch.sampleRateHz;
  const to = stretch.endFrame / stretch.sampleRateHz;
  const bursts: SoundBurst[] = [];
  for (let start = 0; start < levels.count; start++) {
    if (!isOn(start)) continue;
    let end = start;
    let top = start;
    for (; end < levels.count && isOn(end); end++) if (band[end]! > band[top]!) top = end;
    const startSeconds = secondsOf(start - 0.5);
    const endSeconds = secondsOf(end - 0.5);
    if (startSeconds >= from && startSeconds < to && endSeconds - startSeconds <= rule.longestSeconds) {
      bursts.push({
        startSeconds,
        endSeconds,
        levelDb: band[top]!,
        ratioDb: band[top]! - levels.voiceDb[top]!,
        riseDb: band[top]! - around[top]!,
      });
    }
    start = end;
  }
  return bursts;
}

/** Sibilants and what sounds like them: 5 … 10 kHz, at least 12 dB under the voice, out of their surroundings. */
export function findSibilants(stretch: Stretch, levels: ShortLevels): SoundBurst[] {
  return findBursts(stretch, levels, {
    band: levels.sibilantDb,
    riseDb: 5,
    ratioDb: -12,
    longestSeconds: 0.35, // a long s; what lasts longer is a cymbal or noise
  });
}

/** Attack of a drum above the bass: a rise of this much from just before, dB. */
const DRUM_DB = 4;
/** An attack is looked for from this many windows before the burst, which swells for a while before it is one, … */
const EARLY = 5;
/** … against as many before those, to this many after its beginning: 12 ms each. */
const LATE = 3;

/** Bursts of breath: below 150 Hz, stronger than the voice, and without the attack that a drum has higher up. */
export function findBreaths(stretch: Stretch, levels: ShortLevels): SoundBurst[] {
  const bursts = findBursts(stretch, levels, {
    band: levels.breathDb,
    riseDb: 12, // a plosive's pressure against the proximity bass of the voice around it
    ratioDb: -3,
    longestSeconds: 0.18, // 150 ms, and the window's own length
  });
  return bursts.filter(({ startSeconds }) => {
    const start = Math.round((startSeconds - levels.firstSeconds) / levels.hopSeconds + 0.5);
    return riseAt(levels.upperDb, start) < DRUM_DB && riseAt(levels.sibilantDb, start) < DRUM_DB;
  });
}

/** Loudest around the beginning over loudest just before it, dB. */
function riseAt(band: Float32Array, start: number): number {
  const begin = Math.max(1, start - EARLY);
  const before = Math.max(...band.subarray(Math.max(0, begin - EARLY), begin));
  return Math.max(...band.subarray(begin, start + LATE)) - before;
}
