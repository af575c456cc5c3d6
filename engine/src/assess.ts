import type { Facts, Overview } from './analyze/index.ts';
import type { ByteSource, Powers, SourceFormat, Tags, Watch } from './audio/index.ts';
import type { Finding } from './diagnose/index.ts';
import { examine, listen } from './hear.ts';
import type { Brief } from './plan/index.ts';

/** What assessing gives. */
export interface Assessed {
  readonly facts: Facts;
  readonly overview: Overview;
  readonly format: SourceFormat;
  readonly tags: Tags;
  readonly findings: readonly Finding[];
}

/** Hears a mix and says what an engineer would say of it. */
export async function assess(
  bytes: ByteSource,
  brief: Brief,
  powers: Powers,
  watch: Watch,
): Promise<Assessed> {
  const heard = await listen(bytes, powers, watch);
  const { opened, analysis, findings } = await examine(heard, brief, bytes.name, powers, watch);
  return {
    facts: analysis.facts,
    overview: analysis.overview,
    format: opened.format,
    tags: opened.tags,
    findings,
  };
}
