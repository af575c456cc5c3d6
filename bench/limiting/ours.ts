import { makeMemoryHost } from '../../conformance/support/memory.ts';
import { LIMITER_DEFAULTS } from '../../engine/src/plan/limits.ts';
import type { LoudnessPlan } from '../../engine/src/plan/plan.ts';
import { measureDemand } from '../../engine/src/render/demand.ts';
import { finish } from '../../engine/src/render/finish.ts';
import { settle } from '../../engine/src/render/settle.ts';
import { RATE_HZ, type Stereo } from './material.ts';

const PLAN: LoudnessPlan = {
  method: 'limit',
  targetLufs: 0,
  chosenBy: 'brief',
  ceilingDbtp: -1,
  limiter: LIMITER_DEFAULTS,
  reductionBudgetDb: 60,
  because: [],
};

/** The house's own render from chain to finished float: demand, settle, finish, with every round that it took. */
export async function renderOurs(
  audio: Stereo,
  loudness: Partial<LoudnessPlan>,
): Promise<{ readonly channels: Float32Array[]; readonly cpuSeconds: number; readonly rounds: number }> {
  const { powers, makeSource } = makeMemoryHost();
  const plan = { ...PLAN, ...loudness };
  const source = makeSource(audio, RATE_HZ);
  const before = process.cpuUsage();
  const demand = await measureDemand(source, false, powers);
  const settled = await settle({ source, demand, loudness: plan, powers, watch: {} });
  const channels = audio.map(samples => new Float32Array(samples.length));
  let frame = 0;
  await finish({ source, loudness: plan, settled }, powers, {}, block => {
    channels.forEach((channel, c) => {
      channel.set(block.channels[c]!.subarray(0, block.frameCount), frame);
    });
    frame += block.frameCount;
  });
  const { user, system } = process.cpuUsage(before);
  return { channels, cpuSeconds: (user + system) / 1e6, rounds: settled.rounds };
}
