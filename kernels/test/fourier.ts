/**
 * Oracle: the Fourier sum of a signal at one frequency, Σ x[n] e^(−jωn).
 *
 * The phasor is turned step by step and set anew every 256 frames, so that rounding stays near 1e-13.
 */
export function transformAt(signal: Float32Array, cyclesPerSample: number): readonly [number, number] {
  const w = 2 * Math.PI * cyclesPerSample;
  const turnCos = Math.cos(w);
  const turnSin = Math.sin(w);
  let re = 0;
  let im = 0;
  let cos = 1;
  let sin = 0;
  for (let n = 0; n < signal.length; n++) {
    if (n % 256 === 0) {
      cos = Math.cos(w * n);
      sin = Math.sin(w * n);
    }
    re += signal[n]! * cos;
    im -= signal[n]! * sin;
    const next = cos * turnCos - sin * turnSin;
    sin = cos * turnSin + sin * turnCos;
    cos = next;
  }
  return [re, im];
}

/** 10 lg |X|². */
export function levelDb([re, im]: readonly [number, number]): number {
  return 10 * Math.log10(re * re + im * im);
}
