import { applyAnswers, writeLetter } from '../../../diagnose/index.ts';
import type { Answer } from '../../../diagnose/questions.ts';
import { inventFindings } from '../../../diagnose/testing/findings.ts';
import type { Assessment, AssessmentInput } from '../input.ts';
import { makeReportInput } from './fixture.ts';
import { CENTRES_HZ, form, makeNoise, TARGET_DB } from './fixture-facts.ts';

/** Assessments as a real run makes them, for the tests of this room only. */

type Made = Parameters<typeof makeReportInput>[0];

/** A letter with a finding of each severity and its pictures. */
export function makeAssessment(
  options: Made & { readonly answers?: readonly Answer[]; readonly isClean?: true } = {},
): Assessment {
  const { source, plan, format, overview, title } = makeReportInput(options);
  const { answers = [] } = options;
  const found = options.isClean ? [] : inventFindings(source);
  const tonalAim = { confidenceFraction: 0.6, ...plan.tonalTarget };
  const { durationSeconds } = source;
  const columnCount = Math.max(1, Math.min(600, Math.round(durationSeconds * 10)));
  const noise = makeNoise(5);
  return {
    letter: writeLetter(found, { facts: source, format, title, answers, isMastered: false, tonalAim }),
    findings: applyAnswers(found, answers),
    tonalAim,
    overview: overview.source,
    spectrogram: {
      startSeconds: 0,
      columnSeconds: durationSeconds / columnCount,
      centresHz: CENTRES_HZ,
      levelsDb: TARGET_DB.map(level =>
        Array.from({ length: columnCount }, (_, column) =>
          Math.round(level - 30 + 18 * (form(column / columnCount) - 1) + 9 * (noise() - 0.5)),
        ),
      ),
    },
  };
}

/** A whole assessment's page. */
export function makeAssessmentInput(options: Parameters<typeof makeAssessment>[0] = {}): AssessmentInput {
  const { title, artist, sourceName, format, source, engineVersion } = makeReportInput(options);
  return { title, artist, sourceName, format, source, engineVersion, assessment: makeAssessment(options) };
}
