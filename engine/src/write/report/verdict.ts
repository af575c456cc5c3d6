import type { Plan } from '../../plan/plan.ts';
import type { Check, Verdict } from '../../verify/verdict.ts';
import { counted, level } from './text.ts';

/** What stopped a target, as a client would say it. */
export const BOUND_WORDS: Readonly<Record<string, string>> = {
  'limiter-budget': 'the limiter’s budget: more would have cost more than it gives',
  'true-peak-ceiling': 'the true-peak ceiling',
  'limiter-saturated': 'the limiter: more drive no longer makes it louder',
  'gain-limit': 'the largest gain allowed',
};

/** The verdict in one to three short sentences: outcome, figures, what was not reached. */
export function describeVerdict(plan: Plan, verdict: Verdict): string {
  const file = verdict.files[0];
  if (file === undefined) return 'No file was delivered.';
  const checks = verdict.files.flatMap(delivered => delivered.checks);
  const passed = checks.filter(check => check.outcome === 'pass').length;
  const { integratedLufs, truePeakDbtp } = file.facts;
  const landed = `${level(integratedLufs, 'LUFS')}, true peak ${level(truePeakDbtp, 'dBTP')}`;
  const short = describeShortfall(plan);
  return `${lead(verdict)} ${landed}; ${passed} of ${counted(checks.length, 'check')} passed.${short === null ? '' : ` ${short}`}`;
}

/** Why the target was not reached; null where it was. */
export function describeShortfall({ loudness, played }: Plan): string | null {
  if (played === null || played.bound === null || loudness.targetLufs === null) return null;
  const wanted = level(loudness.targetLufs, 'LUFS');
  return `The target of ${wanted} was stopped by ${BOUND_WORDS[played.bound] ?? played.bound}.`;
}

/** Everything a client must know before anything else, worst first, nothing twice. */
export function collectWarnings(
  plan: Plan,
  verdict: Verdict,
): { outcome: Check['outcome']; sentence: string }[] {
  const checks = verdict.files.flatMap(file =>
    file.checks.map(check => ({
      outcome: check.outcome,
      sentence: verdict.files.length > 1 ? `${check.sentence} (${file.fileName})` : check.sentence,
      plain: check.sentence,
    })),
  );
  const told = new Set(checks.filter(check => check.outcome !== 'pass').map(check => check.plain));
  const planned = plan.warnings.filter(sentence => !told.has(sentence));
  const found = [
    ...checks.filter(check => check.outcome === 'fail'),
    ...checks.filter(check => check.outcome === 'warn'),
    ...planned.map(sentence => ({ outcome: 'warn' as const, sentence })),
  ];
  return found.map(({ outcome, sentence }) => ({ outcome, sentence }));
}

function lead(verdict: Verdict): string {
  const outcomes = verdict.files.flatMap(file => file.checks.map(check => check.outcome));
  const failed = outcomes.filter(outcome => outcome === 'fail').length;
  const warned = outcomes.filter(outcome => outcome === 'warn').length;
  if (failed > 0) return `Delivered, but ${counted(failed, 'check')} failed.`;
  if (warned > 0) return `Delivered and verified, with ${counted(warned, 'warning')}.`;
  return verdict.outcome === 'pass' ? 'Delivered and verified.' : 'Delivered, with reservations.';
}
