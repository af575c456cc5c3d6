import {
  type AudioBlock,
  type AudioHandle,
  type AudioSource,
  type Kernels,
  makePcmSource,
  mapInOrder,
  type Powers,
  runOnCrew,
  sliceBlock,
  type Task,
  type ThreadPowers,
  workAhead,
} from '../audio/index.ts';
import { measureHopPowers } from '../meters/index.ts';
import { PEAQ_RATE_HZ } from '../standards/index.ts';
import { jsonNumber } from '../units/index.ts';
import type { GradedWindow } from './graded-windows.ts';
import type { Damage } from './verdict.ts';

interface GradeInput {
  readonly delivered: AudioHandle;
  readonly before: AudioHandle;
  readonly window: GradedWindow;
}

/** Grades of one window; null where both are silent. */
interface WindowGrades {
  readonly odg: number;
  readonly mushra: number;
}

/** The part of the damage that is graded by a model of hearing. */
export type DamageGrades = Pick<
  Damage,
  'odgWorst' | 'odgMedian' | 'mushraWorst' | 'mushraMedian' | 'worstSection'
>;

/** Where nothing can be graded. */
export const NO_GRADES: DamageGrades = {
  odgWorst: null,
  odgMedian: null,
  mushraWorst: null,
  mushraMedian: null,
  worstSection: null,
};

/** PEAQ hears with two ears at most. */
const MOST_CHANNELS = 2;

/** Grades one window of a delivery against the audio before the limiter, which is brought to the same loudness first. */
export const gradeDamageTask: Task<GradeInput, WindowGrades | null> = {
  name: 'grade-damage',
  run({ delivered, before, window }: GradeInput, powers: ThreadPowers): WindowGrades | null {
    const { kernels } = powers;
    const read = (handle: AudioHandle) =>
      readWindow(makePcmSource(powers.openBytes(handle.bytes), handle.layout, kernels), window, kernels);
    const [reference, test] = [read(before), read(delivered)];
    const gain = Math.sqrt(weightedEnergy(test, kernels) / weightedEnergy(reference, kernels));
    if (!Number.isFinite(gain)) return null;
    kernels.applyGains(reference, kernels.makeFloats(reference.frameCount).fill(gain));
    const peaq = kernels.makePeaq({ channelCount: reference.channels.length });
    peaq.process(reference, test);
    const result = peaq.finish();
    return result === null ? null : { odg: result.odg, mushra: result.mushra };
  },
};

/** A stretch of a programme at the rate of the model. */
function readWindow(source: AudioSource, window: GradedWindow, kernels: Kernels): AudioBlock {
  const frameCount = (window.endSeconds - window.startSeconds) * PEAQ_RATE_HZ;
  const output = kernels.makeRawBlock(source.channelCount, frameCount);
  const resampler = kernels.makeResampler({ fromHz: source.sampleRateHz, toHz: PEAQ_RATE_HZ });
  for (let offset = 0; offset < frameCount; offset += PEAQ_RATE_HZ) {
    const mark = kernels.mark();
    const startFrame = window.startSeconds * PEAQ_RATE_HZ + offset;
    const range = resampler.inputRange(startFrame, PEAQ_RATE_HZ);
    const input = kernels.makeRawBlock(source.channelCount, range.end - range.start);
    source.read(range.start, input);
    resampler.convert(input, range.start, sliceBlock(output, offset, PEAQ_RATE_HZ), startFrame);
    kernels.release(mark);
  }
  return output;
}

/** K-weighted, over all channels: what loudness is of. */
function weightedEnergy(block: AudioBlock, kernels: Kernels): number {
  const passage = { beforeFrames: 0, frameCount: block.frameCount, startFrame: 0 };
  return measureHopPowers(block, passage, PEAQ_RATE_HZ, kernels).reduce((sum, power) => sum + power, 0);
}

/**
 * How the difference between a delivery and the audio before drive and limiter sounds, window by window, as in a listening
 * test: each pair is heard at one loudness.
 *
 * @param before the same frames at the same rate
 */
export async function gradeDamage(
  delivered: AudioSource,
  before: AudioSource,
  windows: readonly GradedWindow[],
  { crew }: Powers,
): Promise<DamageGrades> {
  if (before.channelCount > MOST_CHANNELS) return NO_GRADES;
  const graded: (WindowGrades & GradedWindow)[] = [];
  await mapInOrder(
    windows,
    workAhead(crew.threadCount),
    window =>
      runOnCrew(crew, gradeDamageTask, {
        delivered: delivered.handle,
        before: before.handle,
        window,
      }),
    (grades, index) => {
      if (grades !== null) graded.push({ ...grades, ...windows[index]! });
    },
  );
  return graded.length === 0 ? NO_GRADES : summarizeGrades(graded);
}

function summarizeGrades(graded: readonly (WindowGrades & GradedWindow)[]): DamageGrades {
  const worst = graded.reduce((a, b) => (b.odg < a.odg ? b : a));
  const odgs = graded.map(({ odg }) => odg).sort((a, b) => a - b);
  const scores = graded.map(({ mushra }) => mushra).sort((a, b) => a - b);
  return {
    odgWorst: jsonNumber(odgs[0]!, 2),
    odgMedian: jsonNumber(medianOf(odgs), 2),
    mushraWorst: jsonNumber(scores[0]!, 1),
    mushraMedian: jsonNumber(medianOf(scores), 1),
    worstSection: { startSeconds: worst.startSeconds, endSeconds: worst.endSeconds },
  };
}

/** @param sorted at least one value */
function medianOf(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}
