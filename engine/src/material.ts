import type { Facts } from './analyze/index.ts';
import type { AudioSource } from './audio/index.ts';
import { MasteringError } from './units/index.ts';

/** A square wave has a crest of 0 dB, a sine 3 dB, the loudest music 5 dB. */
const LEAST_CREST_DB = 1;

/** Float audio may stand over full scale, but nothing that was ever played stands 60 dB over it. */
const HIGHEST_PEAK_DBFS = 60;
/** A mix quieter than this is a mistake: no gate of a loudness meter would be far enough below it. */
const LEAST_LOUDNESS_LUFS = -60;

/** Refuses float samples that no converter could have made. @throws {MasteringError} 'audio-not-finite' */
export function requireReasonable(facts: Facts, name: string): void {
  if ((facts.samplePeakDbfs ?? 0) <= HIGHEST_PEAK_DBFS) return;
  throw new MasteringError(
    'audio-not-finite',
    `${name}: a sample stands at +${facts.samplePeakDbfs!.toFixed(0)} dBFS; up to +${HIGHEST_PEAK_DBFS} dBFS can be worked on. Render the mix again.`,
  );
}

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
 * Refuses what cannot be looked into for defects.
 * @throws {MasteringError} 'channels-unsupported', 'audio-silent'
 */
export function requireInspectable(facts: Facts, name: string): void {
  if (facts.channelCount > 2) {
    throw new MasteringError(
      'channels-unsupported',
      `${name} has ${facts.channelCount} channels; assess, repair and master take mono or stereo. Fold it down first, or use measure, which reads any number.`,
    );
  }
  if (facts.samplePeakDbfs === null) {
    throw new MasteringError(
      'audio-silent',
      `${name} is digital silence; there is nothing to assess. Check the export of the mix.`,
    );
  }
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
  if (facts.integratedLufs === null || facts.integratedLufs < LEAST_LOUDNESS_LUFS) {
    const found =
      facts.integratedLufs === null
        ? 'nothing in it is louder than −70 LUFS'
        : `${facts.integratedLufs.toFixed(0)} LUFS`;
    throw new MasteringError(
      'audio-silent',
      `${name} is silent (${found}); master takes mixes from ${LEAST_LOUDNESS_LUFS} LUFS up. Check the export of the mix.`,
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
