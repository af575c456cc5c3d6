/** Harmonics that are looked for: to 800 and 960 Hz. */
export const HARMONIC_COUNT = 16;

/** Mains of the world. */
export const MAINS_HZ: readonly number[] = [50, 60];

/** Complex amplitudes of the harmonics of one mains frequency over a programme. */
export interface Readings {
  readonly mainsHz: number;
  readonly readingsPerSecond: number;
  readonly count: number;
  readonly channelCount: number;
  /** Seconds of the Hann window behind a reading. */
  readonly windowSeconds: number;
  /** re, im by line and reading; line = channel · HARMONIC_COUNT + harmonic − 1. */
  readonly re: readonly Float64Array[];
  readonly im: readonly Float64Array[];
  /** 0 for readings that hold nothing: digital silence, and the ends, where a window hangs over. */
  readonly isSound: Uint8Array;
}

/** The harmonic of a line, from 1. */
export function harmonicOf(line: number): number {
  return (line % HARMONIC_COUNT) + 1;
}

/** What one segment gives: readings of every line of both mains, per channel. */
export interface HumSegment {
  readonly count: number;
  readonly hopFrames: number;
  readonly windowSeconds: number;
  readonly channels: readonly Float32Array[];
}

/** Below this a reading is digital silence: −200 dBFS. */
const NOTHING = 1e-20;
/** Readings at either end whose window hangs over. */
export const END_READINGS: number = 2;

/** The readings of one mains frequency, segments joined. */
export function joinReadings(
  segments: readonly HumSegment[],
  mainsIndex: number,
  sampleRateHz: number,
): Readings {
  const [first] = segments;
  const channelCount = first?.channels.length ?? 0;
  const count = segments.reduce((sum, segment) => sum + segment.count, 0);
  const lineCount = channelCount * HARMONIC_COUNT;
  const re = Array.from({ length: lineCount }, () => new Float64Array(count));
  const im = Array.from({ length: lineCount }, () => new Float64Array(count));
  const isSound = new Uint8Array(count);
  const stride = 2 * MAINS_HZ.length * HARMONIC_COUNT;
  let done = 0;
  for (const segment of segments) {
    for (let line = 0; line < lineCount; line++) {
      const values = segment.channels[Math.floor(line / HARMONIC_COUNT)]!;
      let at = 2 * (mainsIndex * HARMONIC_COUNT + (line % HARMONIC_COUNT));
      for (let k = done; k < done + segment.count; k++, at += stride) {
        re[line]![k] = values[at]!;
        im[line]![k] = values[at + 1]!;
        if (values[at]! ** 2 + values[at + 1]! ** 2 > NOTHING) isSound[k] = 1;
      }
    }
    done += segment.count;
  }
  isSound.fill(0, 0, END_READINGS);
  isSound.fill(0, Math.max(0, count - END_READINGS));
  return {
    mainsHz: MAINS_HZ[mainsIndex]!,
    readingsPerSecond: sampleRateHz / (first?.hopFrames ?? sampleRateHz),
    count,
    channelCount,
    windowSeconds: first?.windowSeconds ?? 0,
    re,
    im,
    isSound,
  };
}
