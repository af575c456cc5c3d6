import { type Brief, defaultBrief, MasteringError, type ReferenceAspect, type Tags } from '@deadwax/engine';
import { readDocument } from '../documents.ts';
import type { DitherChoice } from '../option-values.ts';
import { EVERY_ASPECT, findFiles, referenceFolder } from '../references.ts';

/** What may be said about a master on the command line. */
export interface BriefOptions {
  readonly brief?: string;
  readonly target?: number | 'auto';
  readonly ceiling?: number;
  readonly genre?: Brief['genre'];
  readonly profile?: string;
  readonly reference?: readonly string[];
  readonly aspects?: readonly ReferenceAspect[];
  readonly format?: readonly Brief['deliverables'][number]['format'][];
  readonly rate?: number | 'source';
  readonly dither?: DitherChoice;
  readonly seed?: number;
  readonly trim?: true;
  readonly title?: string;
  readonly artist?: string;
  readonly album?: string;
  readonly albumArtist?: string;
  readonly track?: string;
  readonly date?: string;
  readonly tagGenre?: string;
  readonly composer?: string;
  readonly comment?: string;
  readonly copyright?: string;
  readonly isrc?: string;
}

/** The brief of the file, or an empty one, with what was said on the command line over it. */
export async function briefFromOptions(options: BriefOptions): Promise<Brief> {
  const base = options.brief === undefined ? defaultBrief : await readBrief(options.brief);
  refuseContradictions(options);
  return {
    ...base,
    genre: options.genre ?? base.genre,
    profile: profileFromOptions(base, options),
    references: referencesFromOptions(base, options),
    targetLufs: options.target ?? base.targetLufs,
    ceilingDbtp: options.ceiling ?? base.ceilingDbtp,
    seed: options.seed ?? base.seed,
    trim: options.trim ? 'silence' : base.trim,
    deliverables: ordersFromOptions(base.deliverables, options),
    tags: { ...base.tags, ...tagsFromOptions(options) },
  };
}

function refuseContradictions({ genre, profile, reference, aspects }: BriefOptions): void {
  if (genre !== undefined && profile !== undefined) {
    throw new MasteringError(
      'option-invalid',
      '--genre and --profile both choose the target; give one of them.',
    );
  }
  if (aspects !== undefined && reference === undefined) {
    throw new MasteringError(
      'option-invalid',
      '--aspects says what --reference is for; name a reference, or put aspects into the brief.',
    );
  }
}

/** A genre on the command line goes over a profile in the brief. */
function profileFromOptions(base: Brief, { profile, genre }: BriefOptions): string | null {
  return profile ?? (genre === undefined ? base.profile : null);
}

/** References on the command line stand in for those of the brief. */
function referencesFromOptions(base: Brief, options: BriefOptions): Brief['references'] {
  if (options.reference === undefined) return findFiles(base.references, referenceFolder(options));
  const aspects = options.aspects ?? EVERY_ASPECT;
  return options.reference.map(path => ({ path, weight: 1, aspects }));
}

/** The schemas take a while to load; only who brings a document waits for them. */
export async function readBrief(path: string): Promise<Brief> {
  const { parseBrief } = await import('@deadwax/engine/documents');
  return parseBrief(readDocument(path));
}

function ordersFromOptions(base: Brief['deliverables'], options: BriefOptions): Brief['deliverables'] {
  const [first] = base;
  const orders =
    options.format === undefined || first === undefined
      ? base
      : options.format.map(format => ({ ...first, format }));
  return orders.map(order => ({
    ...order,
    sampleRateHz: options.rate ?? order.sampleRateHz,
    dither: options.dither ?? order.dither,
  }));
}

function tagsFromOptions(options: BriefOptions): Tags {
  const named: Record<keyof Tags, string | undefined> = {
    title: options.title,
    artist: options.artist,
    album: options.album,
    albumArtist: options.albumArtist,
    trackNumber: options.track,
    date: options.date,
    genre: options.tagGenre,
    composer: options.composer,
    comment: options.comment,
    copyright: options.copyright,
    isrc: options.isrc,
  };
  return Object.fromEntries(Object.entries(named).filter(([, text]) => text !== undefined));
}
