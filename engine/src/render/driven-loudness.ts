import {
  type AudioHandle,
  type AudioSource,
  cutSegments,
  makePcmSource,
  mapInOrder,
  type Powers,
  runOnCrew,
  type Segment,
  type Task,
  type ThreadPowers,
  workAhead,
} from '../audio/index.ts';
import { integratedLoudness, measureHopPowers, PRIME_SECONDS } from '../meters/index.ts';
import { HOPS_PER_SECOND, hopStartFrame } from '../standards/index.ts';
import type { Demand } from './demand.ts';
import { type GainCurve, limitingOf } from './gain-curve.ts';
import { type Limiting, readLimited } from './limited-passage.ts';

interface DrivenInput {
  readonly audio: AudioHandle;
  readonly segment: Segment;
  readonly limiting: Limiting;
}

/** K-weighted energy per hop of one segment as limited. */
export const measureDrivenTask: Task<DrivenInput, Float64Array> = {
  name: 'measure-driven',
  run({ audio, segment, limiting }: DrivenInput, powers: ThreadPowers): Float64Array {
    const { kernels } = powers;
    const source = makePcmSource(powers.openBytes(audio.bytes), audio.layout, kernels);
    const rate = source.sampleRateHz;
    const beforeFrames = Math.ceil(PRIME_SECONDS * rate);
    const block = readLimited(source, segment, { beforeFrames, afterFrames: 0 }, limiting, powers);
    const frameCount = segment.endFrame - segment.startFrame;
    return measureHopPowers(
      block,
      { beforeFrames, frameCount, startFrame: segment.startFrame },
      rate,
      kernels,
    );
  },
};

/** Integrated loudness of a programme under a gain curve. @returns LUFS; −Infinity for silence */
export async function drivenLoudness(
  source: AudioSource,
  demand: Demand,
  curve: GainCurve,
  powers: Powers,
): Promise<number> {
  const segments = cutSegments(source);
  const limiting = limitingOf(curve);
  const reduced = segments.map(segment => isReduced(curve, segment, source.sampleRateHz));
  const parts: Float64Array[] = [];
  await mapInOrder(
    segments,
    workAhead(powers.crew.threadCount),
    (segment, index) =>
      reduced[index] || reduced[index - 1]
        ? runOnCrew(powers.crew, measureDrivenTask, {
            audio: source.handle,
            segment,
            limiting,
          })
        : Promise.resolve(demand.hopPowers[index]!.map(power => power * curve.driveGain * curve.driveGain)),
    part => {
      parts.push(part);
    },
  );
  const powersOfAll = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    powersOfAll.set(part, offset);
    offset += part.length;
  }
  return integratedLoudness({ sampleRateHz: source.sampleRateHz, powers: powersOfAll }).integratedLufs;
}

/** Whether the limiter worked anywhere in a segment; where it did not, the drive alone scales the energy. */
function isReduced(curve: GainCurve, segment: Segment, rate: number): boolean {
  for (let hop = Math.round((segment.startFrame * HOPS_PER_SECOND) / rate); ; hop++) {
    if (hopStartFrame(hop, rate) >= segment.endFrame || hop >= curve.hopReductions.length) return false;
    if (curve.hopReductions[hop]! < 1) return true;
  }
}
