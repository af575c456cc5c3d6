import {
  type AudioHandle,
  type AudioSource,
  checkCancelled,
  cutSegments,
  makePcmSource,
  mapInOrder,
  type Powers,
  readPassage,
  runOnCrew,
  type Segment,
  type Task,
  type ThreadPowers,
  type Watch,
  workAhead,
} from '../../audio/index.ts';
import type { Stretch, Tracer } from './tracer.ts';
import { type TracerName, type Traces, tracers } from './tracers.ts';

interface InspectInput {
  readonly audio: AudioHandle;
  readonly segment: Segment;
  readonly names: readonly TracerName[];
}

type AnyTracer = Tracer<unknown, unknown>;

/** Traces one segment: every tracer that was asked for looks at the same audio in memory. */
export const inspectSegmentTask: Task<InspectInput, readonly unknown[]> = {
  name: 'inspect-segment',
  run: inspectSegment,
};

function inspectSegment({ audio, segment, names }: InspectInput, powers: ThreadPowers): readonly unknown[] {
  const { kernels } = powers;
  const source = makePcmSource(powers.openBytes(audio.bytes), audio.layout, kernels);
  const chosen = names.map(name => tracers[name] as unknown as AnyTracer);
  const contextSeconds = Math.max(0, ...chosen.map(tracer => tracer.contextSeconds));
  const contextFrames = Math.ceil(contextSeconds * source.sampleRateHz);
  const passage = readPassage(
    source,
    segment,
    { beforeFrames: contextFrames, afterFrames: contextFrames },
    kernels,
  );
  const { sampleRateHz, channelCount, frameCount } = source;
  const stretch: Stretch = { ...segment, passage, sampleRateHz, channelCount, frameCount };
  return chosen.map(tracer => {
    const mark = kernels.mark();
    try {
      return tracer.trace(stretch, kernels);
    } finally {
      kernels.release(mark);
    }
  });
}

/**
 * Looks for the traces of defects in a programme, one streaming pass over the crew.
 *
 * @param names which tracers look; the result has exactly these
 */
export async function inspect<Name extends TracerName>(
  source: AudioSource,
  names: readonly Name[],
  powers: Powers,
  watch: Watch,
): Promise<Pick<Traces, Name>> {
  const segments = cutSegments(source);
  const found: (readonly unknown[])[] = [];
  await mapInOrder(
    segments,
    workAhead(powers.crew.threadCount),
    segment => runOnCrew(powers.crew, inspectSegmentTask, { audio: source.handle, segment, names }),
    traces => {
      found.push(traces);
      checkCancelled(watch);
      watch.report?.({ stage: 'inspect', fraction: found.length / segments.length });
    },
  );
  const { sampleRateHz, channelCount, frameCount } = source;
  const programme = { sampleRateHz, channelCount, frameCount };
  const joined = names.map((name, index) => {
    const tracer = tracers[name] as unknown as AnyTracer;
    return [
      name,
      tracer.join(
        found.map(traces => traces[index]),
        programme,
      ),
    ];
  });
  return Object.fromEntries(joined) as Pick<Traces, Name>;
}
