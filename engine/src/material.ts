import type { Facts } from './analyze/index.ts';
import type { AudioSource } from './audio/index.ts';
import { MasteringError } from './units/index.ts';

/** A square wave has a crest of 0 dB, a sine 3 dB, the loudest music 5 dB. */
const LEAST_CREST_DB = 1;

/** Refuses samples that are no numbers: every measure and every filter would carry them on. @throws {MasteringError} */
export function requireFinite(
  source: AudioSource,
  notFinite: { readonly count: number; readonly firstFrame: number },
  name: string,
): void {
  if (notFinite.count === 0) return;
  const seconds = (notFinite.firstFrame / source.sampleRateHz).toFixed(3);
  throw new MasteringError(
    'audio-not-finite',
    `${name}: ${notFinite.count} samples are NaN or infinite, the first at ${seconds} s. Only finite samples can be worked on; render the mix again.`,
  );
}

/**
 * Refuses what no master can be made of. Measuring such a file is fine.
 * @throws {MasteringError} 'channels-unsupported', 'audio-silent', 'audio-one-sided', 'audio-destroyed'
 */
export function requireMasterable(facts: Facts, name: string): void {
  if (facts.channelCount > 2) {
    throw new MasteringError(
      'channels-unsupported',
      `${name} has ${facts.channelCount} channels; master takes mono or stereo. Fold it down first, or use measure, which reads any number.`,
    );
  }
  if (facts.integratedLufs === null) {
    throw new MasteringError(
      'audio-silent',
      `${name} is silent: nothing in it is louder than −70 LUFS. Master takes audible audio; check the export of the mix.`,
    );
  }
  const silent = facts.channels.findIndex(channel => channel.samplePeakDbfs === null);
  if (silent >= 0) {
    throw new MasteringError(
      'audio-one-sided',
      `${name}: the ${silent === 0 ? 'left' : 'right'} channel is digital silence. Master takes two sounding channels or a mono file; check the export, or export it as mono.`,
    );
  }
  const crestDb = Math.min(
    ...facts.channels.map(
      channel => (channel.samplePeakDbfs ?? 0) - (channel.rmsDbfs ?? Number.NEGATIVE_INFINITY),
    ),
  );
  if (crestDb < LEAST_CREST_DB) {
    throw new MasteringError(
      'audio-destroyed',
      `${name} is a full-scale square wave (peak ${crestDb.toFixed(1)} dB over its RMS); master needs at least ${LEAST_CREST_DB} dB of crest. Export the mix without clipping.`,
    );
  }
}
