import type { AudioBlock, Kernels, Processor } from '@deadwax/engine/ports';

/** One processor under the laws. */
export interface Subject {
  readonly name: string;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** A setting that works hard. */
  make(kernels: Kernels): Processor;
  /** A setting that must not touch a bit; null where the processor has none. */
  readonly makeNeutral: ((kernels: Kernels) => Processor) | null;
  /** Whether one gain steers all channels. */
  readonly isLinked: boolean;
  /** False where silence is what it mends: an offset is added to every sample. */
  readonly keepsSilence?: boolean;
}

/** Deterministic noise, −1 … 1 (xorshift32). */
export function noise(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 31 - 1;
  };
}

/** Noise with quiet and loud stretches, so that detectors move. */
export function makeProgramme(channelCount: number, frameCount: number, seed: number): Float32Array[] {
  return Array.from({ length: channelCount }, (_, channel) => {
    const next = noise(seed + 977 * channel);
    return Float32Array.from({ length: frameCount }, (_, n) => next() * (n % 1500 < 600 ? 0.9 : 0.05));
  });
}

/** Plays channels through a processor in blocks of the given sizes (the last repeats). */
export function play(
  kernels: Kernels,
  processor: Processor,
  channels: readonly Float32Array[],
  blockSizes: readonly number[],
): Float32Array[] {
  const frameCount = channels[0]!.length;
  const mark = kernels.mark();
  const block: AudioBlock = kernels.makeBlock(channels.length, Math.max(...blockSizes));
  const output = channels.map(() => new Float32Array(frameCount));
  for (let start = 0, i = 0; start < frameCount; i++) {
    const frames = Math.min(blockSizes[Math.min(i, blockSizes.length - 1)]!, frameCount - start);
    block.frameCount = frames;
    channels.forEach((channel, c) => {
      block.channels[c]!.set(channel.subarray(start, start + frames));
    });
    processor.process(block);
    output.forEach((channel, c) => {
      channel.set(block.channels[c]!.subarray(0, frames), start);
    });
    start += frames;
  }
  kernels.release(mark);
  return output;
}

/** Plays through a new processor and gives its memory back. */
export function playNew(
  kernels: Kernels,
  make: (kernels: Kernels) => Processor,
  channels: readonly Float32Array[],
  blockSizes: readonly number[] = [512],
): { readonly output: Float32Array[]; readonly latencyFrames: number } {
  const mark = kernels.mark();
  const processor = make(kernels);
  const output = play(kernels, processor, channels, blockSizes);
  kernels.release(mark);
  return { output, latencyFrames: processor.latencyFrames };
}

/** Whether two recordings are the same, bit for bit. */
export function sameBits(a: readonly Float32Array[], b: readonly Float32Array[]): boolean {
  return a.every((channel, c) => {
    const left = new Uint32Array(channel.buffer, channel.byteOffset, channel.length);
    const other = b[c]!;
    const right = new Uint32Array(other.buffer, other.byteOffset, other.length);
    return left.length === right.length && left.every((bits, n) => bits === right[n]);
  });
}

export const RATES_HZ = [44100, 48000, 96000, 192000] as const;
