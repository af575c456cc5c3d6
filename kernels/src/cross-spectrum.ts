import type { CrossSpectrum, CrossSpectrumKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

export function makeCrossSpectrumKernels(arena: Arena): CrossSpectrumKernels {
  return { makeCrossSpectrum: windowFrames => makeCrossSpectrum(arena, windowFrames) };
}

function makeCrossSpectrum(arena: Arena, windowFrames: number): CrossSpectrum {
  const { exports } = arena;
  if (!(windowFrames >= 256 && windowFrames <= 16384 && Number.isInteger(Math.log2(windowFrames))))
    throw new TypeError(`a window of ${windowFrames} frames; it must be a power of two, 256 to 16384`);
  const pointer = exports.crossMake(windowFrames);
  const bins = windowFrames / 2 + 1;
  const area = (index: number) =>
    new Float32Array(
      exports.memory.buffer,
      exports.crossSums(pointer) + index * exports.crossAreaBytes(pointer),
      bins,
    );
  return {
    windowFrames,
    crossRe: area(0),
    crossIm: area(1),
    leftPowers: area(2),
    rightPowers: area(3),
    add({ channels, frameCount }, startFrame, rightLaterFrames) {
      const [left, right] = channels;
      if (left === undefined || right === undefined) throw new TypeError('a comparison needs two channels');
      const starts = [startFrame, startFrame + rightLaterFrames];
      if (Math.min(...starts) < 0 || Math.max(...starts) + windowFrames > frameCount)
        throw new TypeError('a window outside the block');
      exports.crossAdd(
        pointer,
        arena.addressOf(left) + 4 * starts[0]!,
        arena.addressOf(right) + 4 * starts[1]!,
      );
    },
    correlate(fromBin, toBin, correlations) {
      if (!(fromBin >= 0 && fromBin < toBin && toBin <= bins))
        throw new TypeError('bins outside the spectrum');
      const lagCount = (correlations.length - 1) / 2;
      exports.crossCorrelate(pointer, fromBin, toBin, arena.addressOf(correlations), lagCount);
    },
    reset: () => exports.crossReset(pointer),
  };
}
