/** Limiters that ffmpeg hosts: its own, and LV2 plug-ins where it was built to host them and they are installed. */
import { spawnSync } from 'node:child_process';
import { RATE_HZ, type Stereo } from './material.ts';

const FORMAT = ['-f', 'f32le', '-ar', String(RATE_HZ), '-ac', '2'];

/** What came out, and what it cost. */
export interface Filtered {
  readonly channels: Float32Array[];
  /** Processor time of the whole process. */
  readonly cpuSeconds: number;
}

/** Stereo audio through a filter graph; null where ffmpeg is missing or refuses. */
export function filterStereo(audio: Stereo, drive: number, graph: string): Filtered | null {
  const frameCount = audio[0]!.length;
  const interleaved = new Float32Array(2 * frameCount);
  audio.forEach((samples, c) => {
    for (let n = 0; n < frameCount; n++) interleaved[2 * n + c] = drive * samples[n]!;
  });
  const args = ['-hide_banner', '-nostats', '-benchmark', ...FORMAT, '-i', '-', '-af', graph, ...FORMAT, '-'];
  const run = spawnSync('ffmpeg', args, { input: Buffer.from(interleaved.buffer), maxBuffer: 2 ** 30 });
  if (run.status !== 0 || run.stdout.length === 0) return null;
  const output = new Float32Array(new Uint8Array(run.stdout).buffer);
  const bench = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(run.stderr.toString());
  return {
    channels: audio.map((_, c) =>
      Float32Array.from({ length: frameCount }, (__, n) => output[2 * n + c] ?? 0),
    ),
    cpuSeconds: Number(bench?.[1] ?? 0) + Number(bench?.[2] ?? 0),
  };
}

/** Frames by which a filter delays, found on noise that it does not touch. */
export function latencyFrames(graph: string): number | null {
  const noise = new Float32Array(RATE_HZ);
  let state = 1;
  for (let n = 0; n < noise.length; n++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    noise[n] = 0.02 * (state / 2 ** 31 - 1);
  }
  const filtered = filterStereo([noise, noise], 1, graph);
  if (filtered === null) return null;
  const correlation = (lag: number): number => {
    let sum = 0;
    for (let n = 8192; n < 12288; n++) sum += noise[n]! * filtered.channels[0]![n + lag]!;
    return sum;
  };
  let best = 0;
  for (let lag = -2048; lag <= 8192; lag++) if (correlation(lag) > correlation(best)) best = lag;
  return best;
}
