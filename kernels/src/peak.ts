import type { AudioBlock, PeakKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

/** Its tables are made once, with the instance. */
export function makePeakKernels(arena: Arena): PeakKernels {
  const { exports } = arena;
  const meter = exports.peakMake();
  const peakContextFrames = exports.peakContextFrames();

  /** Where each channel's passage begins. */
  function passageOf(block: AudioBlock, frameCount: number): number[] {
    if (frameCount + 2 * peakContextFrames > block.frameCount) {
      throw new RangeError('the passage lacks context');
    }
    return block.channels.map(channel => arena.addressOf(channel) + 4 * peakContextFrames);
  }

  return {
    peakContextFrames,
    measureTruePeak(block, frameCount, floorGain, channelPeaks) {
      let peak = floorGain;
      passageOf(block, frameCount).forEach((samples, channel) => {
        const floor = channelPeaks ? channelPeaks[channel]! : peak;
        const found = exports.peakTrue(meter, samples, frameCount, floor);
        if (channelPeaks) channelPeaks[channel] = found;
        peak = Math.max(peak, found);
      });
      return peak;
    },
    measureHopPeaks(block, frameCount, hopStarts, hopCount, peaks) {
      const starts = arena.addressOf(hopStarts);
      const to = arena.addressOf(peaks);
      peaks.fill(0, 0, hopCount);
      for (const samples of passageOf(block, frameCount)) {
        exports.peakHops(meter, samples, frameCount, starts, hopCount, to);
      }
    },
  };
}
