export type { LetterContext } from './context.ts';
export type * from './letter.ts';
export { describePraise, type Praise } from './praise.ts';
export { sayPlaces, verdictOf, writeLetter } from './write-letter.ts';
