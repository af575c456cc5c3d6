import { describe, expect, it } from 'vitest';
import type { Finding, Severity } from '../diagnose/findings.ts';
import type { RepairCall } from '../repair/index.ts';
import { ALL_REPAIRS, planRepairs } from './repairs.ts';

const DC: RepairCall = { repair: 'dc', parameters: { offsets: [0.01] } };
const DECLIP: RepairCall = { repair: 'declip', parameters: { mode: 'quality', regions: [] } };

function finding(id: string, severity: Severity, repair: RepairCall | null): Finding {
  return {
    id,
    kind: 'dc',
    severity,
    where: { startSeconds: 0, endSeconds: 60, channel: null },
    places: [],
    placeCount: 0,
    fromHz: null,
    toHz: null,
    evidence: [{ fact: 'mean of the waveform', found: -40, limit: -60, unit: 'dBFS' }],
    confidenceFraction: 1,
    title: 'DC offset',
    sentence: 'The waveform stands off its zero line by −40 dBFS.',
    proposal: 'It is subtracted.',
    inTheMix: 'Look for the plug-in that adds it.',
    repair,
    question: null,
  };
}

describe('planRepairs', () => {
  it('takes what is to be fixed, and leaves notes, questions and what only a new mix helps', () => {
    const findings = (['note', 'fix', 'ask', 'send-back'] as const).map(severity =>
      finding(severity, severity, DC),
    );
    expect(planRepairs(findings, ALL_REPAIRS).map(({ id }) => id)).toEqual(['fix']);
  });

  it('mends the clip level before the offset moves it, in whatever order they were found', () => {
    const planned = planRepairs([finding('dc', 'fix', DC), finding('clipping', 'fix', DECLIP)], ALL_REPAIRS);
    expect(planned.map(({ repair }) => repair)).toEqual(['declip', 'dc']);
  });

  it('takes a repair that is named as the answer to its question', () => {
    const wish = { ...ALL_REPAIRS, only: ['dc'] as const };
    expect(planRepairs([finding('dc', 'ask', DC), finding('clipping', 'fix', DECLIP)], wish)).toHaveLength(1);
  });

  it('gives the reason with its number and its limit', () => {
    const [planned] = planRepairs([finding('dc', 'fix', DC)], ALL_REPAIRS);
    expect(planned!.because).toEqual([
      {
        fact: 'findings.dc: mean of the waveform',
        found: -40,
        wanted: -60,
        unit: 'dBFS',
        sentence: 'The waveform stands off its zero line by −40 dBFS.',
      },
    ]);
  });

  it('declips as it is told to', () => {
    const [planned] = planRepairs([finding('clipping', 'fix', DECLIP)], {
      ...ALL_REPAIRS,
      declipMode: 'fast',
    });
    expect(planned!.parameters).toEqual({ mode: 'fast', regions: [] });
  });
});
