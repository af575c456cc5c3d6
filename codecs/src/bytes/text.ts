import type { Tags } from '@deadwax/engine/ports';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const latin1 = new TextDecoder('windows-1252');

/** Text up to the first NUL: UTF-8 where it is valid, otherwise Windows-1252, the usual other one in RIFF and ID3v1. */
export function decodeText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const used = end < 0 ? bytes : bytes.subarray(0, end);
  try {
    return utf8.decode(used).trim();
  } catch {
    return latin1.decode(used).trim();
  }
}

export type WritableTags = { -readonly [Name in keyof Tags]: Tags[Name] };

/** ISO 3901, without hyphens. */
const ISRC = /^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$/;

/** Sets a tag that is not there yet; empty text and a code that is no ISRC are left out. */
export function addTag(tags: WritableTags, name: keyof Tags, value: string): void {
  const text = name === 'isrc' ? value.replaceAll('-', '').toUpperCase() : value;
  if (text === '' || tags[name] !== undefined) return;
  if (name === 'isrc' && !ISRC.test(text)) return;
  tags[name] = text;
}

/** Names of Vorbis comments and of libav's metadata, in lower case. */
const COMMENT_NAMES: Readonly<Record<string, keyof Tags>> = {
  title: 'title',
  artist: 'artist',
  album: 'album',
  albumartist: 'albumArtist',
  album_artist: 'albumArtist',
  tracknumber: 'trackNumber',
  track: 'trackNumber',
  date: 'date',
  year: 'date',
  genre: 'genre',
  composer: 'composer',
  comment: 'comment',
  description: 'comment',
  copyright: 'copyright',
  isrc: 'isrc',
};

/** Adds what a `NAME=value` pair says, where it is one of ours. */
export function addComment(tags: WritableTags, name: string, value: string): void {
  const known = COMMENT_NAMES[name.toLowerCase()];
  if (known) addTag(tags, known, value.trim());
}
