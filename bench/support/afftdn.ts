/** ffmpeg's afftdn on planar float, where ffmpeg is installed. */
import { spawnSync } from 'node:child_process';

/** Runs one filter graph; null where ffmpeg is missing or refuses. */
export function runFfmpeg(
  channels: readonly Float32Array[],
  sampleRateHz: number,
  filter: string,
): Float32Array[] | null {
  const count = channels.length;
  const frames = channels[0]!.length;
  const interleaved = new Float32Array(count * frames);
  channels.forEach((channel, c) => {
    for (let n = 0; n < frames; n++) interleaved[n * count + c] = channel[n]!;
  });
  const format = ['-f', 'f32le', '-ar', String(sampleRateHz), '-ac', String(count)];
  const run = spawnSync('ffmpeg', ['-v', 'error', ...format, '-i', '-', '-af', filter, ...format, '-'], {
    input: Buffer.from(interleaved.buffer),
    maxBuffer: 2 ** 30,
  });
  if (run.status !== 0) return null;
  const out = new Float32Array(
    run.stdout.buffer.slice(run.stdout.byteOffset, run.stdout.byteOffset + run.stdout.length),
  );
  return channels.map((_, c) => Float32Array.from({ length: frames }, (__, n) => out[n * count + c] ?? 0));
}

/**
 * Every fair way to call it: its reduction as deep as ours; told the true level of the noise and
 * its kind, or taught by the second of pause at the start, or tracking.
 */
export function afftdnCalls(
  noiseFloorDb: number,
  pauseSeconds: number,
  reductionDb: number,
): readonly string[] {
  const floor = Math.max(-80, Math.min(-20, noiseFloorDb)).toFixed(1);
  const nr = reductionDb;
  return [
    `afftdn=nr=${nr}:nf=${floor}:nt=w`,
    `afftdn=nr=${nr}:nf=${floor}:tn=1`,
    `asendcmd=c='0.1 afftdn sn start; ${(pauseSeconds - 0.1).toFixed(2)} afftdn sn stop',afftdn=nr=${nr}:nf=${floor}`,
  ];
}

/** Moves a signal so that it lies on a reference: what a filter delays does not count against it. */
export function align(reference: Float32Array, signals: readonly Float32Array[]): Float32Array[] {
  const [first] = signals;
  const from = Math.floor(reference.length / 2);
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let lag = -8192; lag <= 8192; lag++) {
    let sum = 0;
    for (let n = from; n < from + 16384; n += 3) sum += reference[n]! * (first![n + lag] ?? 0);
    if (sum > most) {
      most = sum;
      best = lag;
    }
  }
  return signals.map(signal => Float32Array.from(signal, (_, n) => signal[n + best] ?? 0));
}
