import type { Processor } from '@deadwax/engine/ports';
import type { MemoryHost } from '../../conformance/support/memory.ts';
import type { Music } from './music.ts';

/** Plays music through a processor and takes its latency away. */
export function process(music: Music, host: MemoryHost, make: () => Processor): Music {
  const { kernels } = host.powers;
  const mark = kernels.mark();
  const processor = make();
  const block = kernels.makeBlock(music.channels.length, 4096);
  const count = music.channels[0]!.length;
  const late = processor.latencyFrames;
  const channels = music.channels.map(() => new Float32Array(count));
  for (let start = 0; start < count + late; start += 4096) {
    block.frameCount = 4096;
    music.channels.forEach((channel, c) => {
      block.channels[c]!.fill(0);
      block.channels[c]!.set(channel.subarray(start, Math.min(count, start + 4096)));
    });
    processor.process(block);
    channels.forEach((channel, c) => {
      for (let n = 0; n < 4096; n++) {
        const at = start + n - late;
        if (at >= 0 && at < count) channel[at] = block.channels[c]![n]!;
      }
    });
  }
  kernels.release(mark);
  return { ...music, channels };
}

/** Mean power between edges, dB, over windows of 0.19 s. */
export function bandLevels(music: Music, host: MemoryHost, edgesHz: readonly number[]): number[] {
  const { kernels } = host.powers;
  const mark = kernels.mark();
  const count = music.channels[0]!.length;
  const block = kernels.makeBlock(music.channels.length, count);
  music.channels.forEach((channel, c) => void block.channels[c]!.set(channel));
  const windowFrames = 8192;
  const spectrum = kernels.makeMidSideSpectrum({
    sampleRateHz: music.sampleRateHz,
    windowFrames,
    bandEdgesHz: edgesHz,
  });
  const [mid, side, cross] = [0, 1, 2].map(() => new Float32Array(edgesHz.length - 1));
  const sums = new Float64Array(edgesHz.length - 1);
  for (let start = 0; start + windowFrames <= count; start += windowFrames / 2) {
    spectrum.analyze(block, start, mid!, side!, cross!);
    sums.forEach((_, band) => {
      sums[band]! += mid![band]! + side![band]!;
    });
  }
  kernels.release(mark);
  return Array.from(sums, sum => 10 * Math.log10(sum + 1e-20));
}

/** The largest change of any third of an octave from 50 Hz to 16 kHz that is no more than 50 dB below the strongest. */
export function largestChangeDb(before: Music, after: Music, host: MemoryHost): number {
  const edges = Array.from({ length: 27 }, (_, k) => 1000 * 10 ** ((2 * (k - 13) - 1) / 20));
  const [a, b] = [bandLevels(before, host, edges), bandLevels(after, host, edges)];
  const strongest = Math.max(...a);
  return Math.max(...a.map((level, k) => (level < strongest - 50 ? 0 : Math.abs(b[k]! - level))));
}
