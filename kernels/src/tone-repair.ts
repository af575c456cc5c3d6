import type { Processor, ToneRepairKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';
import { assertMonoOrStereo, doublesAt, makeUntouched, stereoAddresses } from './processors.ts';

/** Repairs of tone. */
export function makeToneRepairKernels(arena: Arena): ToneRepairKernels {
  const { exports } = arena;
  return {
    makeDeesser({ fromHz, toHz, thresholdDb, rangeDb, floorDbfs }, sampleRateHz, channelCount) {
      if (!(fromHz > 0 && toHz > fromHz)) throw new TypeError(`a sibilant band of ${fromHz} … ${toHz} Hz`);
      assertMonoOrStereo(channelCount);
      if (rangeDb <= 0) return makeUntouched();
      const state = exports.deessMake(fromHz, toHz, thresholdDb, rangeDb, floorDbfs, sampleRateHz);
      return linked(arena, channelCount, {
        latencyFrames: exports.deessDelayFrames(sampleRateHz),
        process: (left, right, frameCount) => exports.deessProcess(state, left, right, frameCount),
        reset: () => exports.deessReset(state),
      });
    },
    makeRingSuppressor(allRings, sampleRateHz, channelCount) {
      assertMonoOrStereo(channelCount);
      const rings = allRings.filter(({ maxCutDb }) => maxCutDb > 0);
      for (const { frequencyHz, q } of rings) {
        if (!(frequencyHz > 0 && q > 0)) throw new TypeError(`a ring of ${frequencyHz} Hz, Q ${q}`);
      }
      if (rings.length === 0) return makeUntouched();
      const numbers = rings.flatMap(({ frequencyHz, q, maxCutDb }) => [frequencyHz, q, maxCutDb]);
      const state = exports.resonanceMake(rings.length, doublesAt(arena, numbers), sampleRateHz);
      return linked(arena, channelCount, {
        latencyFrames: 0,
        process: (left, right, frameCount) => exports.resonanceProcess(state, left, right, frameCount),
        reset: () => exports.resonanceReset(state),
      });
    },
    dipLowShelf(block, { fromFrame, toFrame, edgeSeconds, cornerHz, cutDb, sampleRateHz }) {
      if (!(fromFrame >= 0 && toFrame <= block.frameCount)) throw new TypeError('a region outside its block');
      const edgeFrames = Math.min(Math.round(edgeSeconds * sampleRateHz), (toFrame - fromFrame) >> 1);
      for (const channel of block.channels) {
        const mark = arena.mark();
        exports.lowShelfDip(
          arena.addressOf(channel),
          block.frameCount,
          fromFrame,
          toFrame,
          edgeFrames,
          cornerHz,
          cutDb,
          sampleRateHz,
        );
        arena.release(mark);
      }
    },
  };
}

interface LinkedKernel {
  readonly latencyFrames: number;
  process(left: number, right: number, frameCount: number): void;
  reset(): void;
}

function linked(arena: Arena, channelCount: number, kernel: LinkedKernel): Processor {
  return {
    latencyFrames: kernel.latencyFrames,
    process(block) {
      const [left, right] = stereoAddresses(arena, block, channelCount);
      kernel.process(left, right, block.frameCount);
    },
    reset: kernel.reset,
  };
}
