import type { Facts } from '../../analyze/facts.ts';
import type { Overview } from '../../analyze/overview.ts';
import type { Spectrogram } from '../../analyze/spectrogram.ts';
import type { SourceFormat } from '../../audio/index.ts';
import type { TonalAim } from '../../diagnose/context.ts';
import type { Finding } from '../../diagnose/findings.ts';
import type { MixLetter } from '../../diagnose/letter/letter.ts';
import type { Brief } from '../../plan/brief.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Verdict } from '../../verify/verdict.ts';
import type { EqualiserCurve } from '../equaliser-curve.ts';

/** Everything the report shows. Nothing else is looked up. */
export interface ReportInput {
  readonly title: string;
  readonly artist: string;
  readonly sourceName: string;
  readonly format: SourceFormat;
  readonly brief: Brief;
  readonly source: Facts;
  /** As played. */
  readonly plan: Plan;
  readonly verdict: Verdict;
  readonly overview: { readonly source: Overview; readonly master: Overview };
  /** Response of every equaliser in the chain together, at the strength it was played. */
  readonly equaliserCurve: EqualiserCurve;
  readonly engineVersion: string;
  /** What was heard in the mix, where it was looked into. */
  readonly assessment?: Assessment;
}

/** What an assessment shows of a mix. */
export interface Assessment {
  readonly letter: MixLetter;
  /** Those that the notes of the letter name, the answers taken in. */
  readonly findings: readonly Finding[];
  /** The tone that the mix was held against. */
  readonly tonalAim: TonalAim;
  readonly spectrogram: Spectrogram;
  readonly overview: Overview;
}

/** Everything that the page of an assessment shows. */
export interface AssessmentInput
  extends Pick<ReportInput, 'title' | 'artist' | 'sourceName' | 'format' | 'source' | 'engineVersion'> {
  readonly assessment: Assessment;
}
