import type { Finding } from '../diagnose/findings.ts';
import type { RepairName } from '../repair/index.ts';
import type { KeepName } from './brief.ts';
import { type KeepBounds, keptWithin } from './keep.ts';

/** Repairs that move tone, with what they touch wherever they work: an ess is the voice's. All others take out what is no music. */
const TONAL_REPAIRS: { readonly [Name in RepairName]?: readonly KeepName[] } = {
  resonance: [],
  deess: ['vocals', 'highs'],
};

/**
 * The findings of a mix with what must not be touched taken in: no repair moves the tone of what is kept.
 *
 * Comes before the answers: an answer "repair" is a word about this very finding, and goes over it.
 */
export function respectKept(findings: readonly Finding[], keep: KeepBounds): readonly Finding[] {
  return findings.map(finding => {
    const name = keptName(finding, keep);
    if (name === null) return finding;
    const { question } = finding;
    if (question !== null) return { ...finding, question: { ...question, safeDefault: 'leave' } };
    if (finding.severity !== 'fix') return finding;
    return {
      ...finding,
      severity: 'note',
      proposal: `The brief keeps the ${name}, so it stays; the answer “repair” has it mended all the same.`,
    };
  });
}

/** What of the kept a finding's repair would touch; null for nothing. */
function keptName({ repair, fromHz, toHz }: Finding, keep: KeepBounds): string | null {
  const touched = repair === null ? undefined : TONAL_REPAIRS[repair.repair];
  if (touched === undefined) return null;
  if (keep.keepsTone) return 'tone';
  const named = keep.regions.find(({ name }) => touched.includes(name));
  const region = named ?? (fromHz === null || toHz === null ? null : keptWithin(keep, fromHz, toHz));
  return region === null ? null : region.name.replace('-', ' ');
}
