import type { AudioBlock, Kernels, LimiterParameters } from '@deadwax/engine/ports';

export const defaults: LimiterParameters = {
  driveDb: 0,
  ceilingDbtp: -1,
  lookaheadSeconds: 0.003,
  releaseSeconds: 0.04,
  slowReleaseSeconds: 0.5,
};

/** Uniform numbers −1…1 from a seed (Numerical Recipes' congruential generator). */
export function makeNoise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Zeroth-order Bessel function by its series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k++) sum += term *= ((x / 2) * (x / 2)) / (k * k);
  return sum;
}

/**
 * Oracle: largest magnitude at 16 times the rate by direct summation of a Kaiser-windowed sinc, in f64.
 * Only frames whose neighbourhood comes within 4 dB of `floor` are interpolated (|f(t)| ≥ M cos(πd)).
 */
export function naivePeak(signal: Float32Array, tapCount: number, beta: number, floor = 0): number {
  const half = tapCount / 2;
  const tables = Array.from({ length: 15 }, (_, index) => {
    const fraction = (index + 1) / 16;
    const weights = Array.from({ length: tapCount }, (_unused, k) => {
      const distance = k - half + 1 - fraction;
      const position = distance / half;
      const window = besselI0(beta * Math.sqrt(Math.max(0, 1 - position * position))) / besselI0(beta);
      return (Math.sin(Math.PI * distance) / (Math.PI * distance)) * window;
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map(weight => weight / sum);
  });
  const padded = new Float64Array(signal.length + 2 * tapCount);
  padded.set(signal, tapCount);
  let most = 0;
  for (let n = tapCount - 1; n < signal.length + tapCount; n++) {
    most = Math.max(most, Math.abs(padded[n]!));
    const half0 = at(padded, n, tables[7]!, half);
    if (Math.max(Math.abs(padded[n]!), Math.abs(padded[n + 1]!), Math.abs(half0)) < 0.63 * floor) continue;
    for (const table of tables) most = Math.max(most, Math.abs(at(padded, n, table, half)));
  }
  return most;
}

function at(signal: Float64Array, frame: number, weights: readonly number[], half: number): number {
  let sum = 0;
  const first = frame - half + 1;
  for (let k = 0; k < weights.length; k++) sum += weights[k]! * signal[first + k]!;
  return sum;
}

export interface Limited {
  readonly channels: Float32Array[];
  readonly gains: Float32Array;
  readonly demand: Float32Array;
  readonly rounds: number;
  readonly latencyFrames: number;
}

/** The offline path: demand, gain, application, then the guard until nothing is found. */
export function limitOffline(
  kernels: Kernels,
  input: readonly Float32Array[],
  parameters: LimiterParameters,
  sampleRateHz: number,
  guarded = true,
): Limited {
  const frameCount = input[0]!.length;
  const mark = kernels.mark();
  const demand = kernels.makeLimiterDemand(sampleRateHz, input.length);
  const gain = kernels.makeLimiterGain(parameters, sampleRateHz);
  const latencyFrames = gain.latencyFrames;
  const stride = demand.lowStrideFrames;
  const context = demand.contextFrames;
  const padded = Math.ceil((frameCount + latencyFrames) / stride) * stride;
  const block = kernels.makeBlock(input.length, padded + 2 * context);
  input.forEach((channel, c) => {
    block.channels[c]!.set(channel, context);
  });
  const peaks = kernels.makeFloats(padded);
  const lows = kernels.makeFloats(padded / stride);
  const gains = kernels.makeFloats(padded);
  demand.measure(block, padded, peaks, lows);
  gain.process(peaks, lows, padded, gains);
  const aligned = kernels.makeFloats(frameCount);
  aligned.set(gains.subarray(latencyFrames, latencyFrames + frameCount));
  const audio = kernels.makeBlock(input.length, frameCount);
  input.forEach((channel, c) => {
    audio.channels[c]!.set(channel);
  });
  kernels.applyGains(audio, aligned);
  const rounds = guarded ? guard(kernels, audio, 10 ** (parameters.ceilingDbtp / 20), sampleRateHz) : 0;
  const result = {
    channels: audio.channels.map(channel => channel.slice()),
    gains: aligned.slice(),
    demand: peaks.slice(0, frameCount),
    rounds,
    latencyFrames,
  };
  kernels.release(mark);
  return result;
}

/** Repairs until the guard finds nothing above the ceiling; gives up after ten rounds. */
function guard(kernels: Kernels, audio: AudioBlock, ceilingGain: number, sampleRateHz: number): number {
  const guardian = kernels.makePeakGuard(sampleRateHz, audio.channels.length);
  const context = guardian.contextFrames;
  const frameCount = audio.frameCount;
  const block = kernels.makeBlock(audio.channels.length, frameCount + 2 * context);
  const dips = kernels.makeFloats(frameCount + 2 * context);
  const inner = kernels.makeFloats(frameCount);
  for (let round = 0; ; round++) {
    audio.channels.forEach((channel, c) => {
      block.channels[c]!.set(channel, context);
    });
    dips.fill(1);
    guardian.repair(block, frameCount, ceilingGain, dips);
    if (round === 10 || dips.every(dip => dip === 1)) return round;
    inner.set(dips.subarray(context, context + frameCount));
    kernels.applyGains(audio, inner);
  }
}

/** ±1 alternating, N on each side of a half-sample point where the sign does not change: overs of (4/π) Σ 1/(2k+1). */
export function burst(count: number, frameCount: number): Float32Array {
  const signal = new Float32Array(frameCount);
  const middle = frameCount >> 1;
  for (let k = 0; k < count; k++) {
    const sign = k % 2 === 0 ? 1 : -1;
    signal[middle - 1 - k] = sign;
    signal[middle + k] = sign;
  }
  return signal;
}

/** EBU Tech 3341 cases 15–19: a sine at fs / divisor with 10 ms fades. */
export function ebuSine(
  divisor: number,
  amplitude: number,
  phaseDegrees: number,
  sampleRateHz: number,
): Float32Array {
  const frameCount = Math.round(0.2 * sampleRateHz);
  const fade = Math.round(0.01 * sampleRateHz);
  return Float32Array.from({ length: frameCount }, (_, n) => {
    const ramp = Math.min(1, n / fade, (frameCount - 1 - n) / fade);
    return ramp * amplitude * Math.sin((2 * Math.PI * n) / divisor + (phaseDegrees * Math.PI) / 180);
  });
}

/** Cases 20–23: fs/6 at 0.5 with one period of fs/4 at 1.0, made at 4 fs, low-passed, decimated from `offset`. */
export function ebuTransient(offset: number, sampleRateHz: number): Float32Array {
  const frameCount = Math.round(0.1 * sampleRateHz);
  const high = new Float64Array(4 * frameCount + 1024);
  let phase = 0;
  const insert = 24 * Math.round(frameCount / 12);
  for (let n = 0; n < high.length; n++) {
    const inside = n >= insert && n < insert + 16;
    high[n] = (inside ? 1 : 0.5) * Math.sin(phase);
    phase += (2 * Math.PI) / (inside ? 16 : 24);
  }
  const taps = Array.from({ length: 511 }, (_, k) => {
    const t = k - 255;
    const window = besselI0(9 * Math.sqrt(1 - (t / 256) ** 2)) / besselI0(9);
    return (t === 0 ? 0.225 : Math.sin(0.225 * Math.PI * t) / (Math.PI * t)) * window;
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return Float32Array.from({ length: frameCount }, (_, n) => {
    let value = 0;
    for (let k = 0; k < 511; k++) value += (taps[k]! / sum) * high[4 * n + offset + k]!;
    return value;
  });
}
