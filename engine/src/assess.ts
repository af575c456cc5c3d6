import type { Facts, Overview, Spectrogram } from './analyze/index.ts';
import type { ByteSource, Powers, SourceFormat, Tags, Watch } from './audio/index.ts';
import type { Finding, MixLetter, TonalAim } from './diagnose/index.ts';
import { examine, listen, nameOf } from './hear.ts';
import type { Brief, TargetProfile } from './plan/index.ts';

/** What assessing gives. */
export interface Assessed {
  /** As the brief, the tags or the file name it; the artist '' where nobody does. */
  readonly title: string;
  readonly artist: string;
  readonly facts: Facts;
  readonly overview: Overview;
  readonly spectrogram: Spectrogram;
  readonly format: SourceFormat;
  readonly tags: Tags;
  /** With the answers of the brief taken in. */
  readonly findings: readonly Finding[];
  readonly letter: MixLetter;
  /** The tone that the mix was held against. */
  readonly tonalAim: TonalAim;
}

/** Hears a mix and says what an engineer would say of it. */
export async function assess(
  bytes: ByteSource,
  brief: Brief,
  powers: Powers,
  watch: Watch,
  profile: TargetProfile | null = null,
): Promise<Assessed> {
  const heard = await listen(bytes, powers, watch);
  const { opened, analysis, findings, letter, tonalAim } = await examine(
    heard,
    brief,
    bytes.name,
    powers,
    watch,
    profile,
  );
  const { facts, overview, spectrogram } = analysis;
  const { format, tags } = opened;
  return {
    ...nameOf(brief, tags, bytes.name),
    facts,
    overview,
    spectrogram,
    format,
    tags,
    findings,
    letter,
    tonalAim,
  };
}
