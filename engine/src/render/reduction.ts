import { integratedLoudness, lufsToPower, percentile } from '../meters/index.ts';
import type { GainReductionFacts } from '../plan/plan.ts';
import { ABSOLUTE_GATE_LUFS, hopStartFrame } from '../standards/index.ts';
import { gainToDb, jsonNumber } from '../units/index.ts';
import type { Demand } from './demand.ts';

/** Hops per value of the timeline: 100 ms. */
const TIMELINE_HOPS = 10;

/** How hard the limiter worked, over the hops that are heard. */
export function reductionFacts(
  hopReductions: Float32Array,
  demand: Demand,
  format: { readonly driveGain: number; readonly sampleRateHz: number },
): GainReductionFacts {
  const heard = heardReductionsDb(hopReductions, demand, format);
  return {
    medianDb: jsonNumber(percentile(heard, 0.5)) ?? 0,
    p95Db: jsonNumber(percentile(heard, 0.95)) ?? 0,
    maxDb: jsonNumber(percentile(heard, 1)) ?? 0,
    timelineDb: Array.from({ length: Math.ceil(hopReductions.length / TIMELINE_HOPS) }, (_, index) => {
      const part = hopReductions.subarray(index * TIMELINE_HOPS, (index + 1) * TIMELINE_HOPS);
      return jsonNumber(gainToDb(part.reduce((a, b) => Math.min(a, b), 1)), 2) ?? 0;
    }),
  };
}

/** 95th percentile of the reduction in positive dB. */
export function reductionP95Db(
  hopReductions: Float32Array,
  demand: Demand,
  format: { readonly driveGain: number; readonly sampleRateHz: number },
): number {
  return jsonNumber(percentile(heardReductionsDb(hopReductions, demand, format), 0.95)) ?? 0;
}

/** Positive dB per hop whose driven energy is above the absolute gate. */
function heardReductionsDb(
  hopReductions: Float32Array,
  demand: Demand,
  format: { readonly driveGain: number; readonly sampleRateHz: number },
): number[] {
  const gate = lufsToPower(ABSOLUTE_GATE_LUFS) / (format.driveGain * format.driveGain);
  const heard: number[] = [];
  let hop = 0;
  for (const part of demand.hopPowers) {
    for (const power of part) {
      const frames = hopStartFrame(hop + 1, format.sampleRateHz) - hopStartFrame(hop, format.sampleRateHz);
      if (power > gate * frames && hop < hopReductions.length) heard.push(-gainToDb(hopReductions[hop]!));
      hop += 1;
    }
  }
  return heard;
}

/** Loudness of the audio before the limiter. */
export function undrivenLoudness(demand: Demand, sampleRateHz: number): number {
  const powers = Float64Array.from(demand.hopPowers.flatMap(part => Array.from(part)));
  return integratedLoudness({ sampleRateHz, powers }).integratedLufs;
}
