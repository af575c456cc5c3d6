import type { Decoder, Kernels, OpenedAudio } from '@deadwax/engine/ports';
import { makeMemoryPowers, makeMemorySource } from './memory.ts';

/** Opens `content` with the first decoder that knows it. */
export function openWhole(
  content: Uint8Array,
  decoders: readonly Decoder[],
  kernels: Kernels,
  name: string,
): Promise<OpenedAudio> {
  const decoder = decoders.find(candidate => candidate.recognizes(content.subarray(0, 4096), name));
  if (!decoder) throw new Error(`no decoder knows ${name}`);
  return decoder.open(makeMemorySource(content, name), makeMemoryPowers(kernels));
}

/** Reads it whole into plain arrays. */
export async function decodeWhole(
  content: Uint8Array,
  decoders: readonly Decoder[],
  kernels: Kernels,
  name = 'song',
): Promise<{ opened: OpenedAudio; channels: Float32Array[] }> {
  const mark = kernels.mark();
  try {
    const opened = await openWhole(content, decoders, kernels, name);
    const block = kernels.makeBlock(opened.source.channelCount, opened.source.frameCount);
    opened.source.read(0, block);
    return { opened, channels: block.channels.map(channel => channel.slice()) };
  } finally {
    kernels.release(mark);
  }
}

/** Largest difference from `gain`·sin(2π·`frequencyHz`·t), the beginning and end left out. */
export function distanceFromSine(
  channel: Float32Array,
  sine: { frequencyHz: number; sampleRateHz: number; gain: number },
  marginFrames: number,
): number {
  let worst = 0;
  for (let i = marginFrames; i < channel.length - marginFrames; i++) {
    const expected = sine.gain * Math.sin((2 * Math.PI * sine.frequencyHz * i) / sine.sampleRateHz);
    worst = Math.max(worst, Math.abs(channel[i]! - expected));
  }
  return worst;
}
