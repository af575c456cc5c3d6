import {
  type AudioBlock,
  type AudioHandle,
  type AudioSource,
  type Kernels,
  makePcmSource,
  mapInOrder,
  type Powers,
  type Resampler,
  runOnCrew,
  type Task,
  type ThreadPowers,
  workAhead,
} from '../audio/index.ts';
import { PEAQ_RATE_HZ } from '../standards/index.ts';
import { jsonNumber } from '../units/index.ts';
import type { GradedWindow } from './graded-windows.ts';
import type { Damage } from './verdict.ts';

interface GradeInput {
  readonly delivered: AudioHandle;
  readonly before: AudioHandle;
  readonly window: GradedWindow;
  readonly beforeGain: number;
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

/** Grades one window of a delivery against the level-matched audio before the limiter. */
export const gradeDamageTask: Task<GradeInput, WindowGrades | null> = {
  name: 'grade-damage',
  run({ delivered, before, window, beforeGain }: GradeInput, powers: ThreadPowers): WindowGrades | null {
    const { kernels } = powers;
    const { channelCount, sampleRateHz } = before.layout;
    const open = (handle: AudioHandle) =>
      makePcmSource(powers.openBytes(handle.bytes), handle.layout, kernels);
    const [test, reference] = [open(delivered), open(before)];
    const resampler = kernels.makeResampler({ fromHz: sampleRateHz, toHz: PEAQ_RATE_HZ });
    const peaq = kernels.makePeaq({ channelCount });
    const gains = kernels.makeFloats(PEAQ_RATE_HZ).fill(beforeGain);
    for (let second = window.startSeconds; second < window.endSeconds; second++) {
      const mark = kernels.mark();
      const levelled = readSecond(reference, second, resampler, kernels);
      kernels.applyGains(levelled, gains);
      peaq.process(levelled, readSecond(test, second, resampler, kernels));
      kernels.release(mark);
    }
    const result = peaq.finish();
    return result === null ? null : { odg: result.odg, mushra: result.mushra };
  },
};

/** One second of a programme at the rate of the model. */
function readSecond(source: AudioSource, second: number, resampler: Resampler, kernels: Kernels): AudioBlock {
  const startFrame = second * PEAQ_RATE_HZ;
  const range = resampler.inputRange(startFrame, PEAQ_RATE_HZ);
  const input = kernels.makeRawBlock(source.channelCount, range.end - range.start);
  source.read(range.start, input);
  const output = kernels.makeRawBlock(source.channelCount, PEAQ_RATE_HZ);
  resampler.convert(input, range.start, output, startFrame);
  return output;
}

/**
 * How the difference between a delivery and the audio before drive and limiter sounds, window by window.
 *
 * @param before     the same frames at the same rate
 * @param beforeGain what brings `before` to the level of the delivery
 */
export async function gradeDamage(
  delivered: AudioSource,
  before: AudioSource,
  { windows, beforeGain }: { readonly windows: readonly GradedWindow[]; readonly beforeGain: number },
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
        beforeGain,
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
