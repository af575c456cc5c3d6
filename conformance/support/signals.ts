/** A stretch of a 1 kHz tone: level of the peak in dBFS, length in seconds. */
export type ToneStep = readonly [levelDbfs: number, seconds: number];

/** Amplitude of a level in dB. */
export function gainOf(db: number): number {
  return 10 ** (db / 20);
}

/** A phase-continuous 1 kHz tone that steps through levels; −Infinity is silence. */
export function toneSteps(
  steps: readonly ToneStep[],
  sampleRateHz: number,
  frequencyHz = 1000,
): Float32Array {
  const frameCount = steps.reduce((frames, [, seconds]) => frames + Math.round(seconds * sampleRateHz), 0);
  const signal = new Float32Array(frameCount);
  let frame = 0;
  for (const [levelDbfs, seconds] of steps) {
    const end = frame + Math.round(seconds * sampleRateHz);
    for (; frame < end; frame++) {
      signal[frame] = gainOf(levelDbfs) * Math.sin((2 * Math.PI * frequencyHz * frame) / sampleRateHz);
    }
  }
  return signal;
}

/** A sine of `cyclesPerSample` with 10 ms fades, as the true-peak cases of EBU Tech 3341 have it. */
export function peakSine(
  options: { readonly cyclesPerSample: number; readonly gain: number; readonly phaseDegrees: number },
  sampleRateHz: number,
): Float32Array {
  const frameCount = sampleRateHz;
  const fadeFrames = sampleRateHz / 100;
  return Float32Array.from({ length: frameCount }, (_, frame) => {
    const fade = Math.min(1, frame / fadeFrames, (frameCount - 1 - frame) / fadeFrames);
    const phase = (options.phaseDegrees * Math.PI) / 180;
    return fade * options.gain * Math.sin(2 * Math.PI * options.cyclesPerSample * frame + phase);
  });
}

/**
 * Cases 20–23 of EBU Tech 3341: a tone at fs/6 of 0.50 with one period of fs/4 at 1.00, phase-continuous, made at four
 * times the rate, low-passed and decimated from `offset`.
 */
export function peakBurst(offset: number): Float32Array {
  const oversampled: number[] = [];
  const seconds = 0.1;
  const rate = 48000;
  const before = Math.round((seconds * rate) / 6) * 6 * 4;
  for (let n = 0; n < before; n++) oversampled.push(0.5 * Math.sin((2 * Math.PI * n) / 24));
  for (let n = 0; n < 16; n++) oversampled.push(Math.sin((2 * Math.PI * n) / 16));
  for (let n = 0; n < before; n++) oversampled.push(0.5 * Math.sin((2 * Math.PI * n) / 24));
  const fade = 0.01 * rate * 4;
  const faded = oversampled.map((x, n) => x * Math.min(1, n / fade, (oversampled.length - 1 - n) / fade));
  return decimateBy4(faded, offset);
}

/** Ideal-enough low-pass at the new Nyquist (2049-tap Blackman sinc), then every fourth value. */
function decimateBy4(signal: readonly number[], offset: number): Float32Array {
  const half = 1024;
  const taps = Array.from({ length: 2 * half + 1 }, (_, i) => {
    const t = i - half;
    const window = 0.42 + 0.5 * Math.cos((Math.PI * t) / half) + 0.08 * Math.cos((2 * Math.PI * t) / half);
    return window * (t === 0 ? 0.25 : Math.sin((Math.PI * t) / 4) / (Math.PI * t));
  });
  const frameCount = Math.floor((signal.length - offset) / 4);
  return Float32Array.from({ length: frameCount }, (_, frame) => {
    const centre = offset + 4 * frame;
    let sum = 0;
    for (let i = 0; i < taps.length; i++) sum += taps[i]! * (signal[centre + i - half] ?? 0);
    return sum;
  });
}

/**
 * The worst case between samples: `pairs` full-scale samples on each side of a half-sample point, signed like the sinc
 * around it, zeros elsewhere. Its true peak is exactly (4/π)·Σ 1/(2k+1).
 */
export function analyticBurst(
  pairs: number,
  frameCount = 4096,
): { readonly signal: Float32Array; readonly peakGain: number } {
  const signal = new Float32Array(frameCount);
  const middle = frameCount / 2;
  let sum = 0;
  for (let k = 0; k < pairs; k++) {
    const sign = k % 2 === 0 ? 1 : -1;
    signal[middle + k] = sign;
    signal[middle - 1 - k] = sign;
    sum += 1 / (2 * k + 1);
  }
  return { signal, peakGain: (4 / Math.PI) * sum };
}
