import type { AudioBlock, Processor } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

/** What a neutral setting becomes: no bit is touched. */
export function makeUntouched(): Processor {
  return { latencyFrames: 0, process() {}, reset() {} };
}

/** Addresses of the first two channels; a mono block gives its one channel twice. */
export function stereoAddresses(arena: Arena, block: AudioBlock, channelCount: number): [number, number] {
  const { channels } = block;
  if (channels.length !== channelCount) {
    throw new TypeError(`a block of ${channels.length} channels, made for ${channelCount}`);
  }
  return [arena.addressOf(channels[0]!), arena.addressOf(channels[channelCount - 1]!)];
}

/** @throws {TypeError} for more channels than linked processors steer */
export function assertMonoOrStereo(channelCount: number): void {
  if (channelCount !== 1 && channelCount !== 2) {
    throw new TypeError(`${channelCount} channels; this processor takes one or two`);
  }
}

/** Numbers as a kernel reads them: f64, one after the other. */
export function doublesAt(arena: Arena, values: readonly number[]): number {
  const view = arena.makeDoubles(values.length);
  view.set(values);
  return arena.addressOf(view);
}
