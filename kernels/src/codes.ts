import type { CodeKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makeCodeKernels({ exports, addressOf }: Arena): CodeKernels {
  return {
    countCodes(samples, frameCount, bits, counts) {
      if (counts.length % 2 !== 1) throw new TypeError('counts stand on both sides of code 0');
      const halfRange = (counts.length - 1) / 2;
      exports.codesCount(addressOf(samples), frameCount, 2 ** (bits - 1), addressOf(counts), halfRange);
    },
    measureQuietCodes(samples, frameCount, { bits, windowFrames, mostSteps }, sums) {
      const scale = 2 ** (bits - 1);
      exports.codesQuiet(addressOf(samples), frameCount, scale, windowFrames, mostSteps, addressOf(sums));
    },
    raisePeaks(samples, frameCount, hopFrames, peaks) {
      if (!(hopFrames >= 1) || peaks.length < Math.ceil(frameCount / hopFrames))
        throw new TypeError('one peak per hop');
      exports.codesPeaks(addressOf(samples), frameCount, hopFrames, addressOf(peaks));
    },
  };
}
