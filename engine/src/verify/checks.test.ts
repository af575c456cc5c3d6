import { describe, expect, it } from 'vitest';
import { makeReportInput } from '../write/report/testing/fixture.ts';
import { checkFile, type Delivered, fileBound } from './checks.ts';

const input = makeReportInput();
const plan = input.plan as Delivered['plan'];

/** A delivery in which everything is as promised. */
function perfect(): Delivered {
  const { ceilingDbtp, reductionBudgetDb } = plan.loudness;
  const loudness = { ...plan.loudness, method: 'limit' as const, targetLufs: -14 };
  const gainReduction = { ...plan.played.gainReduction, p95Db: reductionBudgetDb - 1 };
  const deliverable = { ...plan.deliverables[0]!, sampleRateHz: input.source.sampleRateHz };
  const format = { container: 'wav', depthBits: 24, isFloat: false } as const;
  const facts = {
    ...input.source,
    integratedLufs: -14.02,
    truePeakDbtp: ceilingDbtp - 0.01,
    channels: input.source.channels.map(channel => ({ ...channel, dcOffset: 0 })),
  };
  return {
    facts,
    format: { ...input.format, depthBits: 24, isFloat: false },
    deliverable: { ...deliverable, format },
    plan: { ...plan, loudness, played: { ...plan.played, bound: null, gainReduction } },
    source: input.source,
    lagFrames: 0,
    expectedFrames: input.source.frameCount,
  };
}

function outcomeOf(name: string, delivered: Delivered): string | undefined {
  return checkFile(delivered).find(check => check.name === name)?.outcome;
}

describe('checks of a delivery', () => {
  it('all pass where everything is as promised', () => {
    const checks = checkFile(perfect());
    expect(checks.length).toBeGreaterThanOrEqual(10);
    expect(checks.filter(check => check.outcome !== 'pass')).toEqual([]);
  });

  it('a loudness beside the target fails, and warns where a bound stopped it', () => {
    const good = perfect();
    const quiet = { ...good, facts: { ...good.facts, integratedLufs: -14.2, truePeakDbtp: -6 } };
    expect(outcomeOf('loudness', quiet)).toBe('fail');
    const played = { ...quiet.plan.played, bound: 'limiter-budget' as const };
    expect(outcomeOf('loudness', { ...quiet, plan: { ...quiet.plan, played } })).toBe('warn');
  });

  it('a loudness that went with the band limit or with the ceiling is a warning that says so', () => {
    const good = perfect();
    const quiet = { ...good, facts: { ...good.facts, integratedLufs: -14.2 } };
    expect(fileBound(quiet)).toBe('ceiling');
    const converted = { ...quiet, deliverable: { ...quiet.deliverable, sampleRateHz: 96000 } };
    expect(fileBound(converted)).toBe('band-limit');
    expect(outcomeOf('loudness', converted)).toBe('warn');
    expect(fileBound(good)).toBeNull();
  });

  it('a thousandth of a decibel over the ceiling fails', () => {
    const good = perfect();
    const truePeakDbtp = good.plan.loudness.ceilingDbtp + 0.001;
    expect(outcomeOf('true-peak', { ...good, facts: { ...good.facts, truePeakDbtp } })).toBe('fail');
  });

  it.each([
    ['duration', (good: Delivered) => ({ ...good, expectedFrames: good.expectedFrames + 1 }), 'fail'],
    [
      'rate',
      (good: Delivered) => ({ ...good, deliverable: { ...good.deliverable, sampleRateHz: 96000 } }),
      'fail',
    ],
    ['depth', (good: Delivered) => ({ ...good, format: { ...good.format, depthBits: 16 } }), 'fail'],
    ['alignment', (good: Delivered) => ({ ...good, lagFrames: 1 }), 'fail'],
    ['silence', (good: Delivered) => ({ ...good, facts: { ...good.facts, headSilenceSeconds: 9 } }), 'warn'],
    [
      'dc',
      (good: Delivered) => ({
        ...good,
        facts: {
          ...good.facts,
          channels: good.facts.channels.map(channel => ({ ...channel, dcOffset: 0.01 })),
        },
      }),
      'warn',
    ],
    ['psr', (good: Delivered) => ({ ...good, source: { ...good.source, medianPsrDb: 25 } }), 'warn'],
  ] as const)('a broken %s is told', (name, spoil, outcome) => {
    expect(outcomeOf(name, spoil(perfect()))).toBe(outcome);
  });

  it('work past the limiter’s budget is a warning with its cost', () => {
    const good = perfect();
    const p95Db = good.plan.loudness.reductionBudgetDb + 1.5;
    const played = { ...good.plan.played, gainReduction: { ...good.plan.played.gainReduction, p95Db } };
    const check = checkFile({ ...good, plan: { ...good.plan, played } }).find(
      ({ name }) => name === 'limiter-budget',
    );
    expect(check?.outcome).toBe('warn');
    expect(check?.sentence).toContain('1.5 dB more');
  });
});
