import type { Plan } from '../../plan/plan.ts';
import type { Check, Verdict } from '../../verify/verdict.ts';
import { counted, level, percent } from './text.ts';

/** How sure a choice is; a few per cent are no certainty that a figure should dress up. */
export function describeCertainty(fraction: number): string {
  return fraction < 0.1 ? 'but not sure of it' : `${percent(fraction)} sure`;
}

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
  const landed =
    integratedLufs === null
      ? 'Too quiet to have a loudness'
      : `${level(integratedLufs, 'LUFS')}, true peak ${level(truePeakDbtp, 'dBTP')}`;
  const short = describeShortfall(plan);
  return `${lead(plan, verdict)} ${landed}; ${passed} of ${counted(checks.length, 'check')} passed.${short === null ? '' : ` ${short}`}`;
}

/** Why the target was not reached; null where it was. */
export function describeShortfall({ loudness, played }: Plan): string | null {
  if (played === null || played.bound === null || loudness.targetLufs === null) return null;
  const wanted = level(loudness.targetLufs, 'LUFS');
  return `The target of ${wanted} was stopped by ${BOUND_WORDS[played.bound] ?? played.bound}.`;
}

export interface Warning {
  readonly outcome: Check['outcome'];
  readonly sentence: string;
}

/** Everything a client must know before anything else, worst first, nothing twice. */
export function collectWarnings(plan: Plan, verdict: Verdict): Warning[] {
  const found = new Map<string, { outcome: Check['outcome']; fileNames: string[] }>();
  for (const outcome of ['fail', 'warn'] as const) {
    for (const { fileName, checks } of verdict.files) {
      for (const check of checks.filter(candidate => candidate.outcome === outcome)) {
        const known = found.get(check.sentence);
        if (known === undefined) found.set(check.sentence, { outcome, fileNames: [fileName] });
        else known.fileNames.push(fileName);
      }
    }
  }
  for (const sentence of plan.warnings) {
    if (!found.has(sentence)) found.set(sentence, { outcome: 'warn', fileNames: [] });
  }
  return [...found].map(([sentence, { outcome, fileNames }]) => ({
    outcome,
    sentence: isOfSome(fileNames, verdict) ? `${sentence} (${fileNames.join(', ')})` : sentence,
  }));
}

/** A check that only some of the files show must name them. */
function isOfSome(fileNames: readonly string[], verdict: Verdict): boolean {
  return fileNames.length > 0 && fileNames.length < verdict.files.length;
}

function lead(plan: Plan, verdict: Verdict): string {
  const warnings = collectWarnings(plan, verdict);
  const failed = warnings.filter(warning => warning.outcome === 'fail').length;
  const warned = warnings.length - failed;
  if (failed > 0) return `Delivered, but ${counted(failed, 'promise')} failed.`;
  if (warned > 0) return `Delivered and verified, with ${counted(warned, 'warning')}.`;
  return verdict.outcome === 'pass' ? 'Delivered and verified.' : 'Delivered, with reservations.';
}
