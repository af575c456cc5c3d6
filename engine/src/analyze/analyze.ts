import {
  type AudioSource,
  checkCancelled,
  cutSegments,
  mapInOrder,
  type Powers,
  runOnCrew,
  type Watch,
  workAhead,
} from '../audio/index.ts';
import type { Facts } from './facts.ts';
import { joinSegments } from './join-segments.ts';
import { makeFacts } from './make-facts.ts';
import { measureSegmentTask, type SegmentFacts } from './measure-segment.ts';
import { makeOverview, type Overview } from './overview.ts';
import { makeSpectrogram, type Spectrogram } from './spectrogram.ts';

/** Everything measured of a programme, and its pictures. */
export interface Analysis {
  readonly facts: Facts;
  readonly overview: Overview;
  readonly spectrogram: Spectrogram;
  /** NaN and infinite samples: a programme that has them is refused. */
  readonly notFinite: { readonly count: number; readonly firstFrame: number };
  /** K-weighted energy per 10 ms, for those who work on. */
  readonly hopPowers: Float64Array;
}

/** Measures a programme in one streaming pass over the crew. */
export async function analyze(
  source: AudioSource,
  powers: Powers,
  watch: Watch,
  stage: string,
): Promise<Analysis> {
  const segments = cutSegments(source);
  const measured: SegmentFacts[] = [];
  await mapInOrder(
    segments,
    workAhead(powers.crew.threadCount),
    segment => runOnCrew(powers.crew, measureSegmentTask, { audio: source.handle, segment }),
    facts => {
      measured.push(facts);
      checkCancelled(watch);
      watch.report?.({ stage, fraction: measured.length / segments.length });
    },
  );
  const whole = joinSegments(measured);
  return {
    facts: makeFacts(source, whole),
    overview: makeOverview(whole),
    spectrogram: makeSpectrogram(whole.spectrum, source.sampleRateHz),
    notFinite: { count: whole.samples.notFiniteCount, firstFrame: whole.samples.firstNotFiniteFrame },
    hopPowers: whole.hopPowers,
  };
}
