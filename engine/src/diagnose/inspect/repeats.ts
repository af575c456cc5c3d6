import type { Kernels } from '../../audio/index.ts';
import type { Hole } from './dropouts.ts';
import type { Stretch } from './tracer.ts';

/** Three milliseconds of equal samples are no chance, in whatever depth. */
const LEAST_SECONDS = 0.003;
/** The largest buffers of audio interfaces hold 8192 frames. */
const LONGEST_LAG_FRAMES = 8192;
/** Most of one segment and channel; where there are more, the programme is made of loops. */
const CAPACITY = 64;
/** A join must stand out of the prediction like a click: a loop that was played goes on smoothly. */
const JOIN_SPREADS = 10;
const JOIN_REACH_FRAMES = 8;
const HOP_FRAMES = 2048;
/** A block that is played twice is as long as its lag, but for samples at its ends that are equal by chance or not. */
const WHOLE_SHARE = 0.9;

/** Blocks that come twice, as a buffer that was not filled in time. */
export function findRepeats(samples: Float32Array, stretch: Stretch, kernels: Kernels): readonly Hole[] {
  const { passage, sampleRateHz } = stretch;
  const from = passage.beforeFrames;
  const to = from + passage.frameCount;
  const minimumFrames = Math.max(64, Math.round(LEAST_SECONDS * sampleRateHz));
  const repeats = kernels.findRepeats(samples, {
    fromFrame: from,
    toFrame: to,
    minimumFrames,
    longestLagFrames: LONGEST_LAG_FRAMES,
    capacity: CAPACITY,
  });
  if (repeats.length === 0 || repeats.length === CAPACITY) return [];
  const search = kernels.makeClickSearch({
    hopFrames: HOP_FRAMES,
    thresholdSpreads: JOIN_SPREADS,
    joinFrames: 36,
    longestFrames: 128,
    capacity: 4,
  });
  const jumpsAt = (frame: number) => {
    const start = Math.max(search.contextFrames, frame - JOIN_REACH_FRAMES);
    const end = Math.min(samples.length - search.contextFrames, frame + JOIN_REACH_FRAMES);
    return end > start && search.search(samples, start, end).length > 0;
  };
  const hasSeams = ({ startFrame, frameCount, lagFrames }: (typeof repeats)[number]) => {
    const [begins, ends] = [jumpsAt(startFrame), jumpsAt(startFrame + frameCount)];
    // a tone repeats itself as well: shorter than its lag, a block that was not its neighbour must not fit on either side …
    if (frameCount < WHOLE_SHARE * lagFrames) return begins && ends;
    // … and what goes on equal for longer than its lag must jump at each coming
    const goesOn = frameCount >= lagFrames + minimumFrames;
    return (begins || ends) && (!goesOn || jumpsAt(startFrame + lagFrames));
  };
  return repeats.filter(hasSeams).map(({ startFrame, frameCount, lagFrames }) => ({
    startFrame,
    endFrame: startFrame + frameCount,
    form: 'repeat',
    lagFrames,
  }));
}
