import type { MemoryHost } from '../../conformance/support/memory.ts';
import type { Music } from './music.ts';
import { process as play } from './tone.ts';

/** A sibilant of the recording, as this file hears it: apart from the detector, with other filters and other windows. */
export interface Sibilant {
  readonly fromFrame: number;
  readonly toFrame: number;
  /** Mean square of 5 … 9 kHz against the mean square of 200 Hz … 4 kHz over the passage, dB. */
  readonly levelDb: number;
}

/** A linear-phase band-pass: the difference of two Hann-windowed sincs. */
function bandPass(rateHz: number, fromHz: number, toHz: number, half = 100): Float64Array {
  return Float64Array.from({ length: 2 * half + 1 }, (_, k) => {
    const t = k - half;
    const sinc = (hz: number) =>
      t === 0 ? (2 * hz) / rateHz : Math.sin((2 * Math.PI * hz * t) / rateHz) / (Math.PI * t);
    return (sinc(toHz) - sinc(fromHz)) * (0.5 + 0.5 * Math.cos((Math.PI * t) / (half + 1)));
  });
}

/** Convolution over [from, to), without delay. */
function convolve(input: Float32Array, taps: Float64Array, from: number, to: number): Float32Array {
  const half = (taps.length - 1) / 2;
  return Float32Array.from({ length: to - from }, (_, n) => {
    let sum = 0;
    for (let k = 0; k < taps.length; k++) sum += taps[k]! * (input[from + n + half - k] ?? 0);
    return sum;
  });
}

/** Mean square of the mono sum between two corners (fourth-order slopes), in frames of 10 ms. */
function envelope(music: Music, host: MemoryHost, fromHz: number, toHz: number): Float64Array {
  const { kernels } = host.powers;
  const mono = music.channels[0]!.map((x, n) => 0.5 * (x + (music.channels[1] ?? music.channels[0]!)[n]!));
  const sections = [0.541, 1.307].flatMap(q =>
    (['high-pass', 'low-pass'] as const).map(shape =>
      kernels.designFilter(
        { shape, frequencyHz: shape === 'high-pass' ? fromHz : toHz, gainDb: 0, q },
        music.sampleRateHz,
      ),
    ),
  );
  const [band] = play({ ...music, channels: [mono] }, host, () => kernels.makeBiquads(sections, 1)).channels;
  const frames = Math.round(0.01 * music.sampleRateHz);
  return Float64Array.from({ length: Math.floor(mono.length / frames) }, (_, k) => {
    let sum = 0;
    for (let n = k * frames; n < (k + 1) * frames; n++) sum += (band![n]! * band![n]!) / frames;
    return sum;
  });
}

/** Peaks of 5 … 9 kHz, at most 10 dB under the voice of the moment and 6 dB over the second around them, the strongest first, 0.15 s apart. */
export function findNaturalSibilants(music: Music, host: MemoryHost): readonly Sibilant[] {
  const rate = music.sampleRateHz;
  const sibilant = envelope(music, host, 5000, 9000);
  const voice = envelope(music, host, 200, 4000);
  const mean = voice.reduce((sum, power) => sum + power, 0) / voice.length;
  const order = [...sibilant.keys()].sort((a, b) => sibilant[b]! - sibilant[a]!);
  const taken: number[] = [];
  for (const k of order) {
    const around = [...sibilant.subarray(Math.max(0, k - 50), k + 50)].sort((a, b) => a - b);
    const standsOut = sibilant[k]! > 4 * around[around.length >> 1]!;
    const isSibilant = sibilant[k]! > 0.1 * voice[k]!;
    if (standsOut && isSibilant && taken.every(other => Math.abs(other - k) >= 15)) taken.push(k);
  }
  const frames = Math.round(0.01 * rate);
  return taken.map(k => {
    let [from, to] = [k, k];
    while (from > 0 && k - from < 12 && sibilant[from - 1]! > sibilant[k]! / 10) from--;
    while (to < sibilant.length - 1 && to - k < 12 && sibilant[to + 1]! > sibilant[k]! / 10) to++;
    return {
      fromFrame: from * frames,
      toFrame: (to + 1) * frames,
      levelDb: 10 * Math.log10((sibilant[k]! + 1e-15) / (mean + 1e-15)),
    };
  });
}

/** Raises 5 … 9 kHz by `gainDb` over each place, with edges of 5 ms. */
export function boostSibilants(music: Music, places: readonly Sibilant[], gainDb: number): Music {
  const rate = music.sampleRateHz;
  const taps = bandPass(rate, 5000, 9000);
  const edge = Math.round(0.005 * rate);
  const channels = music.channels.map(channel => {
    const output = channel.slice();
    for (const { fromFrame, toFrame } of places) {
      const from = Math.max(0, fromFrame - edge);
      const to = Math.min(channel.length, toFrame + edge);
      const band = convolve(channel, taps, from, to);
      for (let n = from; n < to; n++) {
        const rise = Math.min(1, (n - from + 1) / edge, (to - n) / edge);
        output[n]! += (10 ** (gainDb / 20) - 1) * (0.5 - 0.5 * Math.cos(Math.PI * rise)) * band[n - from]!;
      }
    }
    return output;
  });
  return { ...music, channels };
}
