import type { AudioBlock, MidSideSpectrum, SpectrumKernels } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

/** Smallest and largest transform, a power of two. */
const MIN_FRAMES = 256;
const MAX_FRAMES = 131072;

/** Bytes of one band in the kernel's table, as kernels/assembly/spectrum.ts has it. */
const BAND_BYTES = 24;

export function makeSpectrumKernels(arena: Arena): SpectrumKernels {
  const { exports } = arena;
  return {
    makeMidSideSpectrum: options => makeMidSideSpectrum(arena, options),
    makeRealFft(frameCount) {
      checkTransform(frameCount);
      const pointer = exports.realFftMake(frameCount);
      return {
        forward(input, spectrum) {
          checkLengths(frameCount, input, spectrum);
          exports.realFftForward(pointer, arena.addressOf(input), arena.addressOf(spectrum));
        },
        inverse(spectrum, output) {
          checkLengths(frameCount, output, spectrum);
          exports.realFftInverse(pointer, arena.addressOf(spectrum), arena.addressOf(output));
        },
      };
    },
  };
}

function makeMidSideSpectrum(
  arena: Arena,
  options: Parameters<SpectrumKernels['makeMidSideSpectrum']>[0],
): MidSideSpectrum {
  const { exports } = arena;
  const { sampleRateHz, windowFrames, bandEdgesHz } = options;
  checkTransform(windowFrames);
  if (bandEdgesHz.length < 2 || bandEdgesHz.some((edge, i) => i > 0 && !(edge > bandEdgesHz[i - 1]!)))
    throw new TypeError('band edges must ascend');
  const bandCount = bandEdgesHz.length - 1;
  const table = arena.allocate(BAND_BYTES * bandCount);
  const view = new DataView(exports.memory.buffer, table, BAND_BYTES * bandCount);
  for (let band = 0; band < bandCount; band++) {
    const edges = [bandEdgesHz[band]!, bandEdgesHz[band + 1]!].map(hz => (hz * windowFrames) / sampleRateHz);
    writeBand(view, BAND_BYTES * band, edges[0]!, edges[1]!, windowFrames / 2);
  }
  const pointer = exports.spectrumMake(windowFrames, table, bandCount);
  const results = arena.makeFloats(3 * bandCount);
  const binPowers = arena.makeDoubles(windowFrames / 2 + 1);
  const padded = arena.makeBlock(2, windowFrames);
  const padding = padded.channels.map(channel => arena.addressOf(channel));

  /** Addresses of two channels from `startFrame`; frames outside the block are zeros. */
  function addresses(block: AudioBlock, startFrame: number): readonly number[] {
    const channels = block.channels.slice(0, 2);
    if (startFrame >= 0 && startFrame + windowFrames <= block.frameCount)
      return channels.map(channel => arena.addressOf(channel) + 4 * startFrame);
    const from = Math.max(0, startFrame);
    const to = Math.min(block.frameCount, startFrame + windowFrames);
    channels.forEach((channel, i) => {
      padded.channels[i]!.fill(0);
      if (to > from) padded.channels[i]!.set(channel.subarray(from, to), from - startFrame);
    });
    return padding.slice(0, channels.length);
  }

  return {
    windowFrames,
    binPowers,
    analyze(block, startFrame, mid, side, cross) {
      const [left, right = left] = addresses(block, startFrame);
      if (left === undefined || right === undefined) throw new TypeError('a block without channels');
      exports.spectrumAnalyze(pointer, left, right, arena.addressOf(results), arena.addressOf(binPowers));
      mid.set(results.subarray(0, bandCount));
      side.set(results.subarray(bandCount, 2 * bandCount));
      cross.set(results.subarray(2 * bandCount));
    },
    reset() {
      binPowers.fill(0);
    },
  };
}

/** A bin is as wide as the spacing, half as wide at either end; edges are in bins. */
function writeBand(view: DataView, at: number, lowEdge: number, highEdge: number, lastBin: number): void {
  const low = Math.min(Math.max(lowEdge, 0), lastBin);
  const high = Math.min(Math.max(highEdge, 0), lastBin);
  const lowBin = Math.min(Math.floor(low + 0.5), lastBin);
  const highBin = Math.min(Math.floor(high + 0.5), lastBin);
  const share = (bin: number) => {
    const from = Math.max(bin - 0.5, 0);
    const to = Math.min(bin + 0.5, lastBin);
    return Math.max(0, Math.min(to, high) - Math.max(from, low)) / (to - from);
  };
  view.setInt32(at, lowBin + 1, true);
  view.setInt32(at + 4, Math.max(highBin, lowBin + 1), true);
  view.setInt32(at + 8, lowBin, true);
  view.setInt32(at + 12, highBin, true);
  view.setFloat32(at + 16, share(lowBin), true);
  view.setFloat32(at + 20, highBin > lowBin ? share(highBin) : 0, true);
}

/** @throws {TypeError} for a length that the transforms do not have */
export function checkTransform(frameCount: number): void {
  if (!(frameCount >= MIN_FRAMES && frameCount <= MAX_FRAMES && Number.isInteger(Math.log2(frameCount))))
    throw new TypeError(`a transform of ${frameCount} frames; it must be a power of two, 256 to 131072`);
}

function checkLengths(frameCount: number, frames: Float32Array, spectrum: Float32Array): void {
  if (frames.length < frameCount || spectrum.length < frameCount + 2)
    throw new TypeError(`a transform of ${frameCount} frames needs as many, and a spectrum of two more`);
}
