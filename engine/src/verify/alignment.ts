import type { AudioSource, Kernels } from '../audio/index.ts';

/** Frames compared: 0.74 s at 44.1 kHz. */
const PASSAGE_FRAMES = 32768;

/** A lag is only told where it stands this far over the rest, as amplitude over RMS. */
const CLEAR_RATIO = 8;
/** A lag of 0 that is this near to the best is taken: sound without highs cannot tell neighbouring frames apart. */
const NEARLY = 0.7;
/** Bins below say nothing about time either: direct current and rumble, 172 Hz at 44.1 kHz. */
const FIRST_BIN = 256;
/** Beyond, less than half of the passage overlaps: chance decides. */
const LARGEST_LAG_FRAMES = PASSAGE_FRAMES / 2;

/** Bins quieter than the loudest by this power ratio (−70 dB) say nothing about time. */
const QUIETEST_POWER = 1e-7;

/**
 * Frames by which `delivered` lags `source`, by cross-correlation of their mid signals around a loud place.
 *
 * Every audible bin counts alike (phase transform), so that an equaliser's phase in the loud bass is not taken for time.
 *
 * @param aroundSeconds a place where both have sound
 * @returns frames at the rate of `delivered`; null for silence, or where none stands out
 * @source C. Knapp, G. Carter, IEEE Trans. ASSP 24(4) 1976 (generalised correlation, PHAT weighting)
 */
export function measureLagFrames(
  source: AudioSource,
  delivered: AudioSource,
  aroundSeconds: number,
  kernels: Kernels,
): number | null {
  const mark = kernels.mark();
  const start = Math.max(0, Math.round(aroundSeconds * delivered.sampleRateHz));
  const spectra = [
    readMid(source, start, delivered.sampleRateHz, kernels),
    readMid(delivered, start, delivered.sampleRateHz, kernels),
  ];
  const lag = correlate(spectra[0]!, spectra[1]!, kernels);
  kernels.release(mark);
  return lag;
}

/** The passage at the wanted rate, all channels summed, padded with zeros to twice its length. */
function readMid(
  source: AudioSource,
  startFrame: number,
  sampleRateHz: number,
  kernels: Kernels,
): Float32Array {
  const output = kernels.makeBlock(source.channelCount, PASSAGE_FRAMES);
  if (source.sampleRateHz === sampleRateHz) {
    source.read(startFrame, output);
  } else {
    const resampler = kernels.makeResampler({ fromHz: source.sampleRateHz, toHz: sampleRateHz });
    const range = resampler.inputRange(startFrame, PASSAGE_FRAMES);
    const input = kernels.makeBlock(source.channelCount, range.end - range.start);
    source.read(range.start, input);
    resampler.convert(input, range.start, output, startFrame);
  }
  const mid = kernels.makeFloats(2 * PASSAGE_FRAMES);
  for (const channel of output.channels) {
    for (let frame = 0; frame < PASSAGE_FRAMES; frame++) mid[frame]! += channel[frame]!;
  }
  return mid;
}

/** Place of the largest value of the circular cross-correlation, as a signed lag of b behind a. */
function correlate(a: Float32Array, b: Float32Array, kernels: Kernels): number | null {
  const frames = a.length;
  const fft = kernels.makeRealFft(frames);
  const spectrumA = kernels.makeFloats(frames + 2);
  const spectrumB = kernels.makeFloats(frames + 2);
  fft.forward(a, spectrumA);
  fft.forward(b, spectrumB);
  whiten(spectrumA, spectrumB);
  const correlation = kernels.makeFloats(frames);
  fft.inverse(spectrumA, correlation);
  return clearestLag(correlation);
}

/** The lag of the highest correlation, where it stands out; 0 where 0 is nearly as good, null where nothing is clear. */
function clearestLag(correlation: Float32Array): number | null {
  const frames = correlation.length;
  let best = 0;
  let power = 0;
  for (let lag = 0; lag < frames; lag++) {
    power += correlation[lag]! * correlation[lag]!;
    if (correlation[lag]! > correlation[best]!) best = lag;
  }
  const peak = correlation[best]!;
  if (!(peak > CLEAR_RATIO * Math.sqrt(power / frames))) return null;
  if (correlation[0]! >= NEARLY * peak) return 0;
  const lag = best <= frames / 2 ? best : best - frames;
  return Math.abs(lag) <= LARGEST_LAG_FRAMES ? lag : null;
}

/** Leaves in `a` the phase of conj(a)·b for every bin in which both are heard, and nothing in the others. */
function whiten(a: Float32Array, b: Float32Array): void {
  const floorA = QUIETEST_POWER * loudestBin(a);
  const floorB = QUIETEST_POWER * loudestBin(b);
  a.fill(0, 0, 2 * FIRST_BIN);
  for (let bin = 2 * FIRST_BIN; bin < a.length; bin += 2) {
    const [ar, ai, br, bi] = [a[bin]!, a[bin + 1]!, b[bin]!, b[bin + 1]!];
    const isHeard = ar * ar + ai * ai > floorA && br * br + bi * bi > floorB;
    const re = ar * br + ai * bi;
    const im = ar * bi - ai * br;
    const magnitude = Math.sqrt(re * re + im * im);
    a[bin] = isHeard && magnitude > 0 ? re / magnitude : 0;
    a[bin + 1] = isHeard && magnitude > 0 ? im / magnitude : 0;
  }
}

function loudestBin(spectrum: Float32Array): number {
  let loudest = 0;
  for (let bin = 2 * FIRST_BIN; bin < spectrum.length; bin += 2) {
    loudest = Math.max(loudest, spectrum[bin]! * spectrum[bin]! + spectrum[bin + 1]! * spectrum[bin + 1]!);
  }
  return loudest;
}
