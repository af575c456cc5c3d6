import type { OutputFolder } from '../audio/index.ts';
import { letterMarkdown } from './letter/markdown.ts';
import { renderAssessment } from './report/assessment-page.ts';
import type { AssessmentInput } from './report/input.ts';
import { formatJson, writeText } from './text.ts';

/** The files of an assessment, by what they hold. */
export const ASSESSMENT_FILES: { readonly page: string; readonly letter: string; readonly findings: string } =
  {
    page: 'assessment.html',
    letter: 'letter.md',
    findings: 'findings.json',
  };

/** Leaves an assessment in a delivery: the page, the letter as Markdown, the findings as JSON. */
export function writeAssessment(outputs: OutputFolder, input: AssessmentInput): void {
  const { letter, findings } = input.assessment;
  const { verdict, questions } = letter;
  writeText(outputs, ASSESSMENT_FILES.page, renderAssessment(input));
  writeText(outputs, ASSESSMENT_FILES.letter, letterMarkdown(letter));
  writeText(outputs, ASSESSMENT_FILES.findings, formatJson({ version: 1, verdict, findings, questions }));
}
