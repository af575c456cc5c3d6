import * as z from 'zod';
import type { FileFormat, Tags } from '../audio/index.ts';
import { fields, numberBetween, oneOf, text, yesOrNo } from './schema-parts.ts';

const DEPTHS = { error: '16, 24 or 32' };

/** A file format that can be written. */
export const fileFormatSchema: z.ZodType<FileFormat> = fields({
  container: oneOf(['wav', 'aiff', 'flac']),
  depthBits: z.union([z.literal(16), z.literal(24), z.literal(32)], DEPTHS),
  isFloat: yesOrNo().default(false),
}).refine(
  ({ container, depthBits, isFloat }) => isFloat === (depthBits === 32) && (!isFloat || container === 'wav'),
  {
    error: '16 or 24 bits with isFloat false, or a WAV of 32 bits with isFloat true',
  },
);

export const rateSchema: z.ZodNumber = numberBetween(8000, 384000, 'Hz').int({
  error: 'a whole number of Hz',
});

const tag = text().exactOptional();

export const tagsSchema: z.ZodType<Tags> = fields({
  title: tag,
  artist: tag,
  album: tag,
  albumArtist: tag,
  trackNumber: tag,
  date: tag,
  genre: tag,
  composer: tag,
  comment: tag,
  copyright: tag,
  isrc: tag,
});
