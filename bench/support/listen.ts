import {
  analyze,
  type DiagnoseContext,
  defaultBrief,
  diagnose,
  type Finding,
  inspect,
} from '@deadwax/engine';
import type { MemoryHost } from '../../conformance/support/memory.ts';
import { atCentres } from '../../engine/src/plan/context.ts';
import { chooseTarget } from '../../engine/src/plan/genre.ts';
import type { Music } from './music.ts';

/** Facts, traces and aim of some music, as the engine would hand them to its detectors. */
export async function listenTo(
  { channels, sampleRateHz }: Music,
  host: MemoryHost,
): Promise<DiagnoseContext> {
  const source = host.makeSource(channels, sampleRateHz);
  const { facts } = await analyze(source, host.powers, {}, 'listen');
  const traces = await inspect(source, ['spectra'], host.powers, {});
  const { choice, target, label } = chooseTarget(defaultBrief, facts, false);
  const { centresHz } = facts.spectrum;
  return {
    facts,
    traces: traces as DiagnoseContext['traces'],
    format: { isLossy: false } as DiagnoseContext['format'],
    tonalAim: {
      label,
      confidenceFraction: choice.confidenceFraction,
      centresHz,
      levelDb: atCentres(centresHz, target.tone.levelDb),
      toleranceDb: atCentres(centresHz, target.tone.spreadDb),
    },
    isMastered: false,
  };
}

/** What the detectors say. */
export async function findingsOf(music: Music, host: MemoryHost): Promise<readonly Finding[]> {
  return diagnose(await listenTo(music, host));
}
