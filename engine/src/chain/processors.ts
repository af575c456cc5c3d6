import { compressor } from './compressor.ts';
import { eq } from './eq.ts';
import { lowEnd } from './low-end.ts';
import { multiband } from './multiband.ts';
import type { ProcessorName, ProcessorSpec } from './processor.ts';
import { saturation } from './saturation.ts';
import { width } from './width.ts';

/** Every processor of the house, by name. */
export const processors: { readonly [Name in ProcessorName]: ProcessorSpec<Name> } = {
  eq,
  compressor,
  multiband,
  width,
  'low-end': lowEnd,
  saturation,
};
