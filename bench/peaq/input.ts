import { resample, type Samples, type SincShape } from '../support/resample.ts';
import { FULL_SCALE, SAMPLE_RATE_HZ } from './constants.ts';

/** Kaiser window and zero crossings that Matlab's `resample` takes unless told otherwise. */
const MATLAB: SincShape = { beta: 5, crossings: 10, edgeFraction: 1 };

/**
 * Audio as the published grades of the declipping survey had it: at 48 kHz by a short Kaiser-windowed sinc with its edge at
 * Nyquist, then cut to 16 bit towards −∞. PEAQ's bandwidths are measured against what lies above 21.6 kHz, which is what
 * these two steps leave there; a better filter or more bits give other grades.
 * @param channels planar, ±1 full scale
 * @source P. Záviška, P. Rajmic, A. Ozerov, L. Rencker, A Survey and an Extensive Evaluation of Popular Audio Declipping Methods,
 *         IEEE JSTSP 15(1), 2021
 */
export function toSurveyInput(channels: readonly Samples[], sampleRateHz: number): Float32Array[] {
  return channels.map(samples =>
    toPcm16(
      sampleRateHz === SAMPLE_RATE_HZ ? samples : resample(samples, sampleRateHz, SAMPLE_RATE_HZ, MATLAB),
    ),
  );
}

/** Cuts samples to 16 bit towards −∞, clipping at full scale. */
export function toPcm16(samples: Samples): Float32Array {
  const steps = new Float32Array(samples.length);
  for (let n = 0; n < samples.length; n++) {
    const step = Math.floor(samples[n]! * FULL_SCALE);
    steps[n] = Math.min(FULL_SCALE - 1, Math.max(-FULL_SCALE, step)) / FULL_SCALE;
  }
  return steps;
}
