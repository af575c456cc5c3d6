import type { AudioSource, Kernels } from '../audio/index.ts';

/** Frames compared: 0.74 s at 44.1 kHz. */
const PASSAGE_FRAMES = 32768;

/**
 * Frames by which `delivered` lags `source`, by cross-correlation of their mid signals around a loud place.
 *
 * @param aroundSeconds a place where both have sound
 * @returns frames at the rate of `delivered`; null for silence
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
  for (let bin = 0; bin < spectrumA.length; bin += 2) {
    const [ar, ai, br, bi] = [spectrumA[bin]!, spectrumA[bin + 1]!, spectrumB[bin]!, spectrumB[bin + 1]!];
    spectrumA[bin] = ar * br + ai * bi;
    spectrumA[bin + 1] = ar * bi - ai * br;
  }
  const correlation = kernels.makeFloats(frames);
  fft.inverse(spectrumA, correlation);
  let best = 0;
  for (let lag = 1; lag < frames; lag++) if (correlation[lag]! > correlation[best]!) best = lag;
  if (!(correlation[best]! > 0)) return null;
  return best <= frames / 2 ? best : best - frames;
}
