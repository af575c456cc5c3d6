import { describe, expect, it } from 'vitest';
import { defaultBrief } from './default-brief.ts';
import { decideEdit } from './edit.ts';
import { inventFacts } from './testing/facts.ts';

const TRIM = { ...defaultBrief, trim: 'silence' } as const;
const facts = inventFacts({ like: 'rock' });
const { frameCount, sampleRateHz } = facts;

describe('decideEdit', () => {
  it('keeps the length where nobody asks for a trim', () => {
    const quiet = { ...facts, headSilenceSeconds: 20, tailSilenceSeconds: 20 };
    expect(decideEdit(defaultBrief, quiet)).toBeNull();
  });

  it('leaves 0.3 s before the first sound and 1.5 s after the last', () => {
    const edit = decideEdit(TRIM, { ...facts, headSilenceSeconds: 3, tailSilenceSeconds: 8 })!;
    expect(edit.startFrame).toBe(Math.floor(2.7 * sampleRateHz));
    expect(edit.endFrame).toBe(frameCount - Math.floor(6.5 * sampleRateHz));
    expect(edit.because.map(({ fact }) => fact)).toEqual(['headSilenceSeconds', 'tailSilenceSeconds']);
  });

  it('cuts one side where only that is long', () => {
    const edit = decideEdit(TRIM, { ...facts, headSilenceSeconds: 0.1, tailSilenceSeconds: 8 })!;
    expect(edit.startFrame).toBe(0);
    expect(edit.because).toHaveLength(1);
  });

  it('makes no cut of less than a tenth of a second', () => {
    expect(decideEdit(TRIM, { ...facts, headSilenceSeconds: 0.35, tailSilenceSeconds: 1.55 })).toBeNull();
  });
});
