import type { RepairName } from '../repair/index.ts';
import type { Finding } from './findings.ts';

/** Repairs that weigh one sound against another; all others take out what is no music. */
const MATTERS_OF_SOUND: readonly RepairName[] = ['denoise', 'plosive', 'resonance', 'deess'];

/**
 * The findings of a finished master: its sound was somebody's decision, so only what is broken is mended by itself.
 *
 * The repair stays with the finding: an answer or the name of the repair still has it done.
 */
export function spareMaster(findings: readonly Finding[]): readonly Finding[] {
  return findings.map(finding => {
    const { repair, severity } = finding;
    if (repair === null || severity !== 'fix' || !MATTERS_OF_SOUND.includes(repair.repair)) return finding;
    return {
      ...finding,
      severity: 'note',
      proposal:
        'This is a finished master, so it stays as its maker left it; the answer “repair” has it mended all the same.',
    };
  });
}
