import type { GenreName, ReferenceAspect, RepairName } from '@deadwax/engine';
import { type DeclipMode, type DitherName, type FileFormat, MasteringError } from '@deadwax/engine/ports';

/** What may be typed for an option, turned into a value or one line that says what was found and what is allowed. */

const GENRES = {
  pop: true,
  rock: true,
  metal: true,
  'hip-hop': true,
  electronic: true,
  jazz: true,
  classical: true,
  folk: true,
  ambient: true,
  spoken: true,
} as const satisfies Record<GenreName, true>;

const DITHERS = {
  none: true,
  tpdf: true,
  'modified-e': true,
  'wannamaker-3': true,
  lipshitz: true,
  'f-weighted': true,
  'improved-e': true,
} as const satisfies Record<DitherName, true>;

const REPAIRS = {
  declip: true,
  dropout: true,
  declick: true,
  dc: true,
  align: true,
  dehum: true,
  plosive: true,
  denoise: true,
  resonance: true,
  deess: true,
  fade: true,
} as const satisfies Record<RepairName, true>;

const ASPECTS = {
  tone: true,
  dynamics: true,
  width: true,
  loudness: true,
} as const satisfies Record<ReferenceAspect, true>;

/** File formats by the names of `--format`. */
export const FORMATS: Readonly<Record<string, FileFormat>> = {
  wav16: { container: 'wav', depthBits: 16, isFloat: false },
  wav24: { container: 'wav', depthBits: 24, isFloat: false },
  wav32f: { container: 'wav', depthBits: 32, isFloat: true },
  aiff16: { container: 'aiff', depthBits: 16, isFloat: false },
  aiff24: { container: 'aiff', depthBits: 24, isFloat: false },
  flac16: { container: 'flac', depthBits: 16, isFloat: false },
  flac24: { container: 'flac', depthBits: 24, isFloat: false },
};

export const GENRE_NAMES: readonly string[] = ['auto', ...Object.keys(GENRES)];
export const DITHER_NAMES: readonly string[] = ['auto', ...Object.keys(DITHERS)];
export const ASPECT_NAMES: readonly string[] = Object.keys(ASPECTS);
export const FORMAT_NAMES: readonly string[] = Object.keys(FORMATS);
export const DECLIP_MODES: readonly string[] = ['quality', 'fast'];
export const REPAIR_NAMES: readonly string[] = Object.keys(REPAIRS);

export type DitherChoice = DitherName | 'auto';

interface Range {
  readonly minimum: number;
  readonly maximum: number;
  readonly unit: string;
}

const TARGET: Range = { minimum: -70, maximum: 0, unit: 'LUFS' };
const CEILING: Range = { minimum: -20, maximum: 0, unit: 'dBTP' };
const RATE: Range = { minimum: 8000, maximum: 384000, unit: 'Hz' };
const THREADS: Range = { minimum: 1, maximum: 64, unit: 'threads' };
const STRENGTH: Range = { minimum: 0, maximum: 1, unit: '' };
const SEED: Range = { minimum: 0, maximum: 4294967295, unit: '' };

export const parseTarget = (text: string): number | 'auto' =>
  text === 'auto' ? 'auto' : parseNumber('--target', text, TARGET, '"auto" or a number');
export const parseCeiling = (text: string): number => parseNumber('--ceiling', text, CEILING, 'a number');
export const parseRate = (text: string): number | 'source' =>
  text === 'source' ? 'source' : parseWhole('--rate', text, RATE, '"source" or a whole number');
export const parseThreads = (text: string): number =>
  parseWhole('--threads', text, THREADS, 'a whole number');
export const parseSeed = (text: string): number => parseWhole('--seed', text, SEED, 'a whole number');
export const parseStrength = (text: string): number => parseNumber('--strength', text, STRENGTH, 'a number');
export const parseGenre = (text: string): GenreName | 'auto' =>
  parseName('--genre', text, GENRE_NAMES) as GenreName | 'auto';
export const parseDither = (text: string): DitherChoice =>
  parseName('--dither', text, DITHER_NAMES) as DitherChoice;
export const parseDepth = (text: string): '16' | '24' | '32f' =>
  parseName('--depth', text, ['16', '24', '32f']) as '16' | '24' | '32f';

/** A list with commas; each format once. */
export function parseFormats(text: string): readonly FileFormat[] {
  const names = new Set(text.split(',').map(name => name.trim()));
  return [...names].map(name => FORMATS[parseName('--format', name, FORMAT_NAMES)] as FileFormat);
}

export const parseDeclipMode = (text: string): DeclipMode =>
  parseName('--mode', text, DECLIP_MODES) as DeclipMode;

/** A list with commas; each repair once. */
export function parseRepairs(text: string): readonly RepairName[] {
  const names = new Set(text.split(',').map(name => name.trim()));
  return [...names].map(name => parseName('--only', name, REPAIR_NAMES) as RepairName);
}

/** A list with commas; each aspect once. */
export function parseAspects(text: string): readonly ReferenceAspect[] {
  const names = new Set(text.split(',').map(name => name.trim()));
  return [...names].map(name => parseName('--aspects', name, ASPECT_NAMES) as ReferenceAspect);
}

/** What a profile is called: one line. */
export function parseProfileName(text: string): string {
  if (/^[^\r\n]*\S[^\r\n]*$/.test(text) && text.length <= 120) return text;
  throw new MasteringError('option-invalid', '--name takes a text of 1 to 120 characters on one line.');
}

function parseNumber(flag: string, text: string, range: Range, kind: string): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.minimum && value <= range.maximum) return value;
  throw rangeError(flag, text, range, kind);
}

function parseWhole(flag: string, text: string, range: Range, kind: string): number {
  if (/^\d+$/.test(text)) return parseNumber(flag, text, range, kind);
  throw rangeError(flag, text, range, kind);
}

function rangeError(flag: string, text: string, range: Range, kind: string): MasteringError {
  const unit = range.unit === '' ? '' : ` ${range.unit}`;
  const limits = `from ${signed(range.minimum)} to ${signed(range.maximum)}${unit}`;
  return new MasteringError('option-invalid', `${flag} is "${text}"; it takes ${kind} ${limits}.`);
}

function parseName(flag: string, text: string, names: readonly string[]): string {
  if (names.includes(text)) return text;
  throw new MasteringError('option-invalid', `${flag} is "${text}"; it takes one of ${names.join(', ')}.`);
}

/** With the minus sign of typography, as in all sentences of the house. */
function signed(value: number): string {
  return value < 0 ? `−${-value}` : `${value}`;
}
