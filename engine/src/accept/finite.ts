import { type AudioSource, checkCancelled, type KernelMemory, type Watch } from '../audio/index.ts';
import { MasteringError } from '../units/index.ts';

const BLOCK_FRAMES = 65536;

/** The exponent of NaN and the infinities, all ones (IEEE 754 binary32). */
const NOT_FINITE = 0x7f800000;

/**
 * Reads a programme once and refuses NaN and infinities: one of them would stay for ever in every recursive filter.
 *
 * @throws {MasteringError} 'audio-not-finite' with the first place and the count
 * @cost one pass, about 2 ns a sample
 */
export function checkFinite(name: string, source: AudioSource, memory: KernelMemory, watch: Watch): void {
  const mark = memory.mark();
  try {
    const found = findNotFinite(source, memory, watch);
    if (found.count === 0) return;
    const seconds = (found.firstFrame / source.sampleRateHz).toFixed(3);
    throw new MasteringError(
      'audio-not-finite',
      `${name}: ${found.count} samples are no numbers (NaN or infinite), the first at ${seconds} s; none is allowed. Find the plug-in that made them and export again.`,
    );
  } finally {
    memory.release(mark);
  }
}

function findNotFinite(
  source: AudioSource,
  memory: KernelMemory,
  watch: Watch,
): { count: number; firstFrame: number } {
  const block = memory.makeBlock(source.channelCount, BLOCK_FRAMES);
  const words = block.channels.map(
    ({ buffer, byteOffset }) => new Int32Array(buffer, byteOffset, BLOCK_FRAMES),
  );
  let count = 0;
  let firstFrame = source.frameCount;
  for (let start = 0; start < source.frameCount; start += BLOCK_FRAMES) {
    checkCancelled(watch);
    watch.report?.({ stage: 'accept', fraction: start / source.frameCount });
    block.frameCount = Math.min(BLOCK_FRAMES, source.frameCount - start);
    source.read(start, block);
    for (const channel of words) {
      if (isAllFinite(channel, block.frameCount)) continue;
      for (let frame = 0; frame < block.frameCount; frame++) {
        if ((channel[frame]! & 0x7fffffff) < NOT_FINITE) continue;
        count++;
        firstFrame = Math.min(firstFrame, start + frame);
      }
    }
  }
  return { count, firstFrame };
}

/** The largest magnitude tells of all: words without their sign order like the floats. */
function isAllFinite(words: Int32Array, frameCount: number): boolean {
  let largest = 0;
  for (let frame = 0; frame < frameCount; frame++) {
    const magnitude = words[frame]! & 0x7fffffff;
    if (magnitude > largest) largest = magnitude;
  }
  return largest < NOT_FINITE;
}
