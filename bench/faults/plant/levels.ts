import type { Excerpt } from './types.ts';

/** Loudest that planted audio gets where it need not clip, so that nothing clips by accident. */
const HIGHEST_PEAK = 0.98;

export const toGain = (db: number): number => 10 ** (db / 20);
export const toDb = (gain: number): number => 20 * Math.log10(gain);

/** Root mean square of frames [from, to) of one channel. */
export function rmsOf(samples: ArrayLike<number>, from = 0, to: number = samples.length): number {
  const first = Math.max(0, Math.round(from));
  const last = Math.min(samples.length, Math.round(to));
  let sum = 0;
  for (let n = first; n < last; n++) sum += samples[n]! * samples[n]!;
  return last > first ? Math.sqrt(sum / (last - first)) : 0;
}

/** The same over all channels. */
export function rmsOfAll(channels: readonly ArrayLike<number>[], from?: number, to?: number): number {
  return Math.sqrt(channels.reduce((sum, x) => sum + rmsOf(x, from, to) ** 2, 0) / channels.length);
}

/** Largest magnitude over all channels. */
export function peakOf(channels: readonly ArrayLike<number>[]): number {
  let peak = 0;
  for (const samples of channels)
    for (let n = 0; n < samples.length; n++) peak = Math.max(peak, Math.abs(samples[n]!));
  return peak;
}

/** Of every so many samples one is looked at. */
const LEVEL_STRIDE = 8;

/** Magnitude that about a fraction of all samples exceeds. */
export function levelExceededBy(channels: readonly Float32Array[], fraction: number): number {
  const count = Math.ceil(channels[0]!.length / LEVEL_STRIDE);
  const some = new Float32Array(channels.length * count);
  channels.forEach((samples, c) => {
    for (let n = 0; n < count; n++) some[c * count + n] = Math.abs(samples[n * LEVEL_STRIDE]!);
  });
  some.sort();
  return some[Math.max(0, some.length - 1 - Math.round(fraction * some.length))]!;
}

/** Normalised correlation of two signals, −1…1; 0 for silence. */
export function correlationOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let both = 0;
  let first = 0;
  let second = 0;
  for (let n = 0; n < a.length; n++) {
    both += a[n]! * b[n]!;
    first += a[n]! * a[n]!;
    second += b[n]! * b[n]!;
  }
  return first > 0 && second > 0 ? both / Math.sqrt(first * second) : 0;
}

/** Turns everything down together where it would pass full scale; returns the gain. */
export function keepHeadroom(channels: readonly Float32Array[]): number {
  const gain = Math.min(1, HIGHEST_PEAK / peakOf(channels));
  if (gain < 1) for (const samples of channels) for (let n = 0; n < samples.length; n++) samples[n]! *= gain;
  return gain;
}

/** Channels that may be written into. */
export function copyOf(excerpt: Excerpt): Float32Array[] {
  return excerpt.channels.map(samples => samples.slice());
}

/** Length of an excerpt. */
export function secondsOf({ channels, sampleRateHz }: Pick<Excerpt, 'channels' | 'sampleRateHz'>): number {
  return channels[0]!.length / sampleRateHz;
}

/** Smallest value that a fraction of the values does not exceed. */
export function percentileOf(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? 0;
}

/** Remembers what was measured of an excerpt. */
export function oncePerExcerpt<T>(measure: (excerpt: Excerpt) => T): (excerpt: Excerpt) => T {
  const known = new WeakMap<Excerpt, { readonly value: T }>();
  return excerpt => {
    const found = known.get(excerpt) ?? { value: measure(excerpt) };
    known.set(excerpt, found);
    return found.value;
  };
}
