import type { FadeCurve } from '../audio/index.ts';
import type { Region, RegionRepairSpec } from './spec.ts';

/** One fade. */
export interface Fade {
  /** Programme frame at which the fade begins. */
  readonly startFrame: number;
  readonly frameCount: number;
  /** 'in' rises from silence, 'out' falls to it. */
  readonly direction: 'in' | 'out';
  readonly curve: FadeCurve;
  /** Frames on the silent side of the fade that are muted. */
  readonly silentFrames: number;
}

/** Parameters of the fades; they lie apart from each other, in order of time. */
export interface FadeParameters {
  readonly fades: readonly Fade[];
}

/** Head and tail brought up from silence and back to it. */
export const fade: RegionRepairSpec<'fade'> = {
  kind: 'regions',
  name: 'fade',
  label: 'Fades',
  parameters: [
    {
      id: 'fades',
      label: 'Fades',
      unit: 'frames',
      help: 'Start and length of each fade, its direction (in, out), its curve (equal-power, s) and what is muted beside it',
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      neutral: 0,
    },
  ],
  isNeutral: ({ fades }) => fades.every(one => one.frameCount === 0 && one.silentFrames === 0),
  // a shorter fade is a weaker one
  scale: ({ fades }, strengthFraction) => ({
    fades: fades.flatMap(one => {
      if (strengthFraction === 0) return [];
      const frameCount = Math.round(one.frameCount * strengthFraction);
      const moved = one.direction === 'out' ? one.frameCount - frameCount : 0;
      return [{ ...one, startFrame: one.startFrame + moved, frameCount }];
    }),
  }),
  regions: ({ fades }) => fades.map(regionOf).filter(({ startFrame, endFrame }) => endFrame > startFrame),
  contextSeconds: 0,
  mend({ block, fromFrame, toFrame, startFrame }, { fades }, kernels) {
    const region = { startFrame: startFrame + fromFrame, endFrame: startFrame + toFrame };
    for (const one of fades) {
      const own = regionOf(one);
      if (own.endFrame <= region.startFrame || own.startFrame >= region.endFrame) continue;
      for (const samples of block.channels) {
        kernels.applyFade(samples.subarray(fromFrame, toFrame), {
          firstFrame: region.startFrame - one.startFrame,
          fadeFrames: Math.max(1, one.frameCount),
          direction: one.direction,
          curve: one.curve,
        });
      }
    }
  },
};

function regionOf({ startFrame, frameCount, direction, silentFrames }: Fade): Region {
  return direction === 'in'
    ? { startFrame: startFrame - silentFrames, endFrame: startFrame + frameCount }
    : { startFrame, endFrame: startFrame + frameCount + silentFrames };
}
