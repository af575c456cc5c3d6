import type { AudioSource, Powers, Watch } from './audio/index.ts';
import { EFFECTS, type EffectMeasure, inspect, type Traces } from './diagnose/index.ts';
import type { PlannedRepair, RepairResult } from './plan/index.ts';
import { isIdle, playRepair } from './render/index.ts';
import { jsonNumber } from './units/index.ts';

/** A programme after its repairs, and what each of them achieved. */
export interface Mended {
  readonly source: AudioSource;
  readonly results: readonly RepairResult[];
}

/**
 * Plays the repairs of a plan in their order. Each is measured before and after by looking again; one that does not
 * measurably help is taken back.
 *
 * @param known what was found before the first repair, so that it need not be looked for twice
 */
export async function mend(
  source: AudioSource,
  planned: readonly PlannedRepair[],
  known: Partial<Traces>,
  powers: Powers,
  watch: Watch,
): Promise<Mended> {
  const results: RepairResult[] = [];
  let current = source;
  for (const repair of planned) {
    if (isIdle(repair)) continue;
    const mended = await playRepair(current, repair, powers, watch);
    const before = current === source ? known : {};
    const result = await weigh(repair, { source: current, traces: before }, mended, powers, watch);
    results.push(result);
    if (result.isKept) current = mended;
  }
  return { source: current, results };
}

/** Plays again what was kept the first time; nothing is measured. */
export async function replayRepairs(
  source: AudioSource,
  planned: readonly PlannedRepair[],
  results: readonly RepairResult[],
  powers: Powers,
  watch: Watch,
): Promise<AudioSource> {
  const kept = new Set(results.filter(({ isKept }) => isKept).map(({ id }) => id));
  let current = source;
  for (const repair of planned)
    if (kept.has(repair.id)) current = await playRepair(current, repair, powers, watch);
  return current;
}

async function weigh(
  { id, repair }: PlannedRepair,
  before: { readonly source: AudioSource; readonly traces: Partial<Traces> },
  after: AudioSource,
  powers: Powers,
  watch: Watch,
): Promise<RepairResult> {
  const effect = EFFECTS[repair];
  if (effect === undefined)
    return { id, repair, isKept: true, fact: '', before: null, after: null, unit: '' };
  const was = await measureAilment(effect, before.source, before.traces, powers, watch);
  const is = await measureAilment(effect, after, {}, powers, watch);
  return {
    id,
    repair,
    isKept: was - is >= effect.leastGain,
    fact: effect.fact,
    before: jsonNumber(was),
    after: jsonNumber(is),
    unit: effect.unit,
  };
}

async function measureAilment(
  effect: EffectMeasure,
  source: AudioSource,
  known: Partial<Traces>,
  powers: Powers,
  watch: Watch,
): Promise<number> {
  const missing = effect.tracerNames.filter(name => known[name] === undefined);
  const traces = missing.length === 0 ? {} : await inspect(source, missing, powers, watch);
  const durationSeconds = source.frameCount / source.sampleRateHz;
  return effect.measure({ ...known, ...traces }, { durationSeconds });
}
