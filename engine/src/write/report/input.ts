import type { Facts } from '../../analyze/facts.ts';
import type { Overview } from '../../analyze/overview.ts';
import type { SourceFormat } from '../../audio/index.ts';
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
}
