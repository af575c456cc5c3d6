import { describe, expect, it } from 'vitest';
import type { Finding } from '../diagnose/findings.ts';
import { applyAnswers } from '../diagnose/index.ts';
import { inventFindings } from '../diagnose/testing/findings.ts';
import type { RepairCall } from '../repair/index.ts';
import type { KeepName } from './brief.ts';
import { keepBounds } from './keep.ts';
import { respectKept } from './keep-findings.ts';

const [clipping] = inventFindings({ durationSeconds: 240 });
const ring = inventFindings({ durationSeconds: 240 }).find(({ id }) => id === 'resonance')!;
// only the name decides
const repairOf = (repair: string): RepairCall => ({ repair, parameters: {} }) as unknown as RepairCall;
const mended = (change: Partial<Finding>): Finding => ({ ...clipping!, ...change });
const resonance = mended({ id: 'resonance', fromHz: 2300, toHz: 2600, repair: repairOf('resonance') });
const esses = mended({ id: 'sibilance', fromHz: 6200, toHz: 9400, repair: repairOf('deess') });
const after = (finding: Finding, ...keep: KeepName[]): Finding =>
  respectKept([finding], keepBounds({ keep }))[0]!;

describe('a tonal repair', () => {
  it.each<[string, Finding, KeepName]>([
    ['of a ring in the vocals', resonance, 'vocals'],
    ['of a ring', resonance, 'tone'],
    ['of esses', esses, 'vocals'],
    ['of esses', esses, 'highs'],
    ['of esses', esses, 'tone'],
  ])('%s is left where the brief keeps it: %#', (_, finding, name) => {
    const { severity, proposal } = after(finding, name);
    expect(severity).toBe('note');
    expect(proposal).toBe(
      `The brief keeps the ${name}, so it stays; the answer “repair” has it mended all the same.`,
    );
  });

  it.each<[Finding, KeepName]>([
    [resonance, 'bass'],
    [resonance, 'dynamics'],
    [esses, 'bass'],
  ])('elsewhere is made: %#', (finding, name) => {
    expect(after(finding, name)).toBe(finding);
  });

  it('is made all the same where the answer says so', () => {
    const answers = [{ question: 'resonance', answer: 'repair' }] as const;
    expect(applyAnswers([after(resonance, 'vocals')], answers)[0]!.severity).toBe('fix');
  });

  it('that is asked about is not made unasked', () => {
    const asked = {
      ...ring,
      repair: repairOf('resonance'),
      question: { ...ring.question!, safeDefault: 'repair' as const },
    };
    expect(after(asked, 'vocals').question!.safeDefault).toBe('leave');
    expect(applyAnswers([after(asked, 'vocals')], [])[0]!.severity).toBe('ask');
  });
});

describe('what is no music', () => {
  it('is taken out whatever is kept', () => {
    const dc = mended({ repair: { repair: 'dc', parameters: { offsets: [0.1] } } });
    expect(after(dc, 'vocals', 'tone', 'low-end')).toBe(dc);
  });
});
