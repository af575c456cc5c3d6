/** The house's meters on planar audio in ordinary memory. */
import { makeMemoryHost } from '../../conformance/support/memory.ts';
import { integratedLoudness, measureHopPowers } from '../../engine/src/meters/index.ts';
import { measurePeaq, toPcm16 } from '../peaq/index.ts';
import { RATE_HZ, type Stereo } from './material.ts';

const { kernels } = makeMemoryHost().powers;

/** Integrated loudness, LUFS, and true peak at sixteen times the rate, dBTP. */
export interface Levels {
  readonly lufs: number;
  readonly dbtp: number;
}

/** Both readings of a programme. */
export function measureLevels(audio: Stereo): Levels {
  const mark = kernels.mark();
  const frameCount = audio[0]!.length;
  const context = kernels.peakContextFrames;
  const block = kernels.makeBlock(audio.length, frameCount + 2 * context);
  audio.forEach((samples, c) => void block.channels[c]!.set(samples, context));
  const peak = kernels.measureTruePeak(block, frameCount, 0);
  const stretch = { beforeFrames: context, frameCount, startFrame: 0 };
  const powers = measureHopPowers(block, stretch, RATE_HZ, kernels);
  kernels.release(mark);
  const { integratedLufs } = integratedLoudness({ sampleRateHz: RATE_HZ, powers });
  return { lufs: integratedLufs, dbtp: 20 * Math.log10(peak) };
}

/** What a limiter has done to a programme, at the level that fits it best. */
export interface Damage {
  /** The factor of that level, dB. */
  readonly gainDb: number;
  readonly snrDb: number;
  readonly odg: number;
}

/**
 * Holds limited audio against its input, gain-matched by least squares. Both are then brought down together until nothing of
 * the input is over full scale, and cut to 16 bit, as PEAQ's grades are defined on such files.
 */
export function measureDamage(input: Stereo, limited: Stereo): Damage {
  const gain = dot(limited, input) / dot(input, input);
  const matched = input.map(samples => samples.map(sample => gain * sample));
  const left = matched.map((samples, c) => samples.map((sample, n) => limited[c]![n]! - sample));
  const level = 0.999 / Math.max(1, peakOf(matched), peakOf(limited));
  const heard = (audio: Stereo) => audio.map(samples => toPcm16(samples.map(sample => level * sample)));
  return {
    gainDb: 20 * Math.log10(gain),
    snrDb: 10 * Math.log10(dot(matched, matched) / dot(left, left)),
    odg: measurePeaq(heard(matched), heard(limited)).odg,
  };
}

function dot(a: Stereo, b: Stereo): number {
  let sum = 0;
  a.forEach((samples, c) => {
    const others = b[c]!;
    for (let n = 0; n < samples.length; n++) sum += samples[n]! * others[n]!;
  });
  return sum;
}

const peakOf = (audio: Stereo): number =>
  audio.reduce((most, samples) => samples.reduce((m, x) => Math.max(m, Math.abs(x)), most), 0);
