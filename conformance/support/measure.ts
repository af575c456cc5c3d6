import { analyze, type Facts } from '@deadwax/engine';
import { makeMemoryHost } from './memory.ts';

/** Facts of planar audio, by the whole analysis. */
export async function measure(channels: readonly ArrayLike<number>[], sampleRateHz: number): Promise<Facts> {
  const host = makeMemoryHost();
  const { facts } = await analyze(host.makeSource(channels, sampleRateHz), host.powers, {}, 'listen');
  return facts;
}

/** Facts of the same signal in both channels. */
export function measureStereo(signal: ArrayLike<number>, sampleRateHz: number): Promise<Facts> {
  return measure([signal, signal], sampleRateHz);
}
