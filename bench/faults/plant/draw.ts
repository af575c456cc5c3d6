import type { Random } from '../../../examples/synth/random.ts';

/** A number between two bounds. */
export function between(random: Random, least: number, most: number): number {
  return least + (most - least) * random();
}

/** A positive number between two bounds, even in octaves. */
export function betweenLog(random: Random, least: number, most: number): number {
  return least * (most / least) ** random();
}

/** A whole number from `least` to `most`, both included. */
export function wholeBetween(random: Random, least: number, most: number): number {
  return least + Math.floor((most - least + 1) * random());
}

/** One of several. */
export function oneOf<T>(random: Random, choices: readonly T[]): T {
  return choices[Math.floor(choices.length * random())]!;
}

/** A normally distributed number. @source G. Box, M. Muller 1958 */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** White noise of root mean square 1. */
export function whiteNoise(random: Random, frameCount: number): Float64Array {
  return Float64Array.from({ length: frameCount }, () => normal(random));
}

/**
 * Up to `count` moments in order, at least `apartSeconds` from each other, at which `suits` holds.
 * @param apartSeconds from the start of one to the start of the next
 */
export function drawMoments(
  random: Random,
  { count, fromSeconds, toSeconds, apartSeconds }: MomentRange,
  suits: (seconds: number) => boolean,
): number[] {
  const moments: number[] = [];
  for (let tries = 0; tries < 40 * count && moments.length < count; tries++) {
    const seconds = between(random, fromSeconds, toSeconds);
    if (moments.every(other => Math.abs(other - seconds) >= apartSeconds) && suits(seconds))
      moments.push(seconds);
  }
  return moments.sort((a, b) => a - b);
}

/** Where moments may lie. */
export interface MomentRange {
  readonly count: number;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly apartSeconds: number;
}

/** Shortens numbers to four digits, so that a plant can be read. */
export function readable(value: number): number {
  return Number(value.toPrecision(4));
}
