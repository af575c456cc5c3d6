import { describe, expect, it } from 'vitest';
import type { Finding } from './findings.ts';
import { spareMaster } from './spare-masters.ts';
import { inventFindings } from './testing/findings.ts';

const deess = {
  repair: 'deess',
  parameters: { frequencyHz: 7000, thresholdDb: -3, rangeDb: 4, floorDbfs: -40 },
} as const;
const dc = { repair: 'dc', parameters: { offsets: [0.01] } } as const;

const [any] = inventFindings({ durationSeconds: 60 });

describe('spareMaster', () => {
  it('leaves the sound of a finished master alone, and keeps the repair for who asks for it', () => {
    const finding: Finding = { ...any!, kind: 'sibilance', severity: 'fix', repair: deess };
    const [spared] = spareMaster([finding]);
    expect(spared!.severity).toBe('note');
    expect(spared!.repair).toEqual(deess);
    expect(spared!.proposal).toMatch(/finished master/);
  });

  it('mends what is broken all the same', () => {
    const finding: Finding = { ...any!, kind: 'dc', severity: 'fix', repair: dc };
    expect(spareMaster([finding])).toEqual([finding]);
  });

  it('changes no question and no note', () => {
    const asked: Finding = { ...any!, kind: 'sibilance', severity: 'ask', repair: deess };
    expect(spareMaster([asked])).toEqual([asked]);
  });
});
