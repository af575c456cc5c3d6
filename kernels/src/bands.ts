import type { AudioBlock, BandKernels, BandLevels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

/** What one vector loop of kernels/assembly/bands.ts is written for. */
const MAX_CROSSOVERS = 4;

export function makeBandKernels(arena: Arena): BandKernels {
  return { makeBandLevels: options => makeBandLevels(arena, options) };
}

function makeBandLevels(arena: Arena, options: Parameters<BandKernels['makeBandLevels']>[0]): BandLevels {
  const { exports } = arena;
  const { sampleRateHz, channelCount, crossoversHz, firstHop, hopCapacity } = options;
  checkCrossovers(crossoversHz, sampleRateHz);
  const bandCount = crossoversHz.length + 1;
  const frequencies = arena.makeDoubles(Math.max(1, crossoversHz.length));
  frequencies.set(crossoversHz);
  const pairs = Array.from({ length: Math.ceil(channelCount / 2) }, (_, pair) => ({
    first: 2 * pair,
    second: Math.min(2 * pair + 1, channelCount - 1),
    pointer: exports.bandsMake(sampleRateHz, arena.addressOf(frequencies), crossoversHz.length),
  }));
  const hopPeaks = arena.makeFloats(bandCount);
  const hopPowers = arena.makeDoubles(bandCount);
  const peaks = arena.makeFloats(hopCapacity * bandCount);
  const powers = arena.makeFloats(hopCapacity * bandCount);
  const hopStart = (hop: number): number => Math.floor((hop * sampleRateHz) / 10);
  let hops = 0;
  let framesToGo = hopStart(firstHop + 1) - hopStart(firstHop);

  function run(block: AudioBlock, from: number, count: number): void {
    for (const { first, second, pointer } of pairs) {
      const left = arena.addressOf(channelOf(block, first)) + 4 * from;
      const right = arena.addressOf(channelOf(block, second)) + 4 * from;
      exports.bandsProcess(pointer, left, right, count);
    }
  }

  function finishHop(): void {
    if (hops === hopCapacity) throw new RangeError(`more than ${hopCapacity} hops`);
    hopPeaks.fill(0);
    hopPowers.fill(0);
    for (const { first, second, pointer } of pairs)
      exports.bandsFinish(pointer, second - first + 1, arena.addressOf(hopPeaks), arena.addressOf(hopPowers));
    peaks.set(hopPeaks, hops * bandCount);
    hopPowers.forEach((power, band) => {
      powers[hops * bandCount + band] = power / channelCount;
    });
    hops++;
    framesToGo = hopStart(firstHop + hops + 1) - hopStart(firstHop + hops);
  }

  return {
    peaks,
    powers,
    prime(block) {
      run(block, 0, block.frameCount);
      for (const { pointer } of pairs) exports.bandsClear(pointer);
    },
    process(block) {
      for (let from = 0; from < block.frameCount; ) {
        const count = Math.min(framesToGo, block.frameCount - from);
        run(block, from, count);
        from += count;
        framesToGo -= count;
        if (framesToGo === 0) finishHop();
      }
      return hops;
    },
    reset() {
      for (const { pointer } of pairs) exports.bandsReset(pointer);
      peaks.fill(0);
      powers.fill(0);
      hops = 0;
      framesToGo = hopStart(firstHop + 1) - hopStart(firstHop);
    },
  };
}

function checkCrossovers(crossoversHz: readonly number[], sampleRateHz: number): void {
  if (crossoversHz.length > MAX_CROSSOVERS)
    throw new TypeError(`${crossoversHz.length} crossovers; at most ${MAX_CROSSOVERS}`);
  crossoversHz.forEach((hz, i) => {
    if (!(hz > (crossoversHz[i - 1] ?? 0) && hz < sampleRateHz / 2))
      throw new TypeError(`a crossover at ${hz} Hz; they must ascend below ${sampleRateHz / 2} Hz`);
  });
}

function channelOf(block: AudioBlock, channel: number): Float32Array {
  const samples = block.channels[channel];
  if (samples === undefined || samples.length < block.frameCount)
    throw new TypeError(`a block of ${block.frameCount} frames without channel ${channel}`);
  return samples;
}
