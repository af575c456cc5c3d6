import { dbToGain } from '../units/index.ts';
import type { StreamRepairSpec } from './spec.ts';

/** Parameters of the alignment of channels. */
export interface AlignParameters {
  /** The channel that is turned over; null for none. */
  readonly invertChannel: number | null;
  /** Delay of each channel, frames ≥ 0; parts of a frame go through a windowed sinc. */
  readonly delayFrames: readonly number[];
  /** Gain of each channel, dB. */
  readonly gainsDb: readonly number[];
}

/** Channels brought together: in time, in polarity, in level. */
export const align: StreamRepairSpec<'align'> = {
  kind: 'stream',
  name: 'align',
  label: 'Alignment',
  parameters: [
    {
      id: 'invertChannel',
      label: 'Inverted channel',
      unit: '',
      help: 'The channel that is turned over, from 0; null for none',
      minimum: 0,
      maximum: 7,
      neutral: 0,
    },
    {
      id: 'delayFrames',
      label: 'Delay',
      unit: 'frames',
      help: 'How much later each channel is played; parts of a frame are allowed',
      minimum: 0,
      maximum: 96000,
      neutral: 0,
    },
    {
      id: 'gainsDb',
      label: 'Gain',
      unit: 'dB',
      help: 'Level of each channel',
      minimum: -24,
      maximum: 24,
      neutral: 0,
    },
  ],
  isNeutral: ({ invertChannel, delayFrames, gainsDb }) =>
    invertChannel === null && delayFrames.every(frames => frames === 0) && gainsDb.every(gain => gain === 0),
  // half a delay or half an inversion would be a new fault: from any strength on they are done, and levels in part
  scale: ({ invertChannel, delayFrames, gainsDb }, strengthFraction) => ({
    invertChannel: strengthFraction > 0 ? invertChannel : null,
    delayFrames: strengthFraction > 0 ? delayFrames : delayFrames.map(() => 0),
    gainsDb: gainsDb.map(gain => gain * strengthFraction),
  }),
  make: ({ invertChannel, delayFrames, gainsDb }, _format, kernels) =>
    kernels.makeAlignment(
      delayFrames.map((frames, channel) => ({
        delayFrames: frames,
        gain: (channel === invertChannel ? -1 : 1) * dbToGain(gainsDb[channel] ?? 0),
      })),
    ),
};
