import { type Brief, defaultBrief, type Tags } from '@deadwax/engine';
import { readDocument } from '../documents.ts';
import type { DitherChoice } from '../option-values.ts';

/** What may be said about a master on the command line. */
export interface BriefOptions {
  readonly brief?: string;
  readonly target?: number | 'auto';
  readonly ceiling?: number;
  readonly genre?: Brief['genre'];
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
  return {
    ...base,
    genre: options.genre ?? base.genre,
    targetLufs: options.target ?? base.targetLufs,
    ceilingDbtp: options.ceiling ?? base.ceilingDbtp,
    seed: options.seed ?? base.seed,
    trim: options.trim ? 'silence' : base.trim,
    deliverables: ordersFromOptions(base.deliverables, options),
    tags: { ...base.tags, ...tagsFromOptions(options) },
  };
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
