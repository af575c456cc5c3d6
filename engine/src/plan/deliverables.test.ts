import { describe, expect, it } from 'vitest';
import type { DeliverableOrder } from './brief.ts';
import { defaultBrief } from './default-brief.ts';
import { planDeliverables } from './deliverables.ts';

function order(depthBits: 16 | 24 | 32, sampleRateHz: number | 'source' = 'source'): DeliverableOrder {
  return { format: { container: 'wav', depthBits, isFloat: depthBits === 32 }, sampleRateHz, dither: 'auto' };
}

const ditherOf = (one: DeliverableOrder, sourceRateHz: number): string =>
  planDeliverables({ ...defaultBrief, deliverables: [one] }, sourceRateHz)[0]!.dither;

describe('deliverables', () => {
  it('shape the dither of 16 bits at CD and video rates only', () => {
    expect(ditherOf(order(16), 44100)).toBe('modified-e');
    expect(ditherOf(order(16), 48000)).toBe('modified-e');
    expect(ditherOf(order(16, 44100), 96000)).toBe('modified-e');
    expect(ditherOf(order(16), 96000)).toBe('tpdf');
  });

  it('dither 24 bits plainly and float not at all', () => {
    expect(ditherOf(order(24), 44100)).toBe('tpdf');
    expect(ditherOf(order(32), 44100)).toBe('none');
  });

  it('take the dither of the brief', () => {
    expect(ditherOf({ ...order(16), dither: 'lipshitz' }, 44100)).toBe('lipshitz');
  });

  it('keep the rate of the source or convert to the one asked for, each with a name of its own', () => {
    const orders = [order(24), order(24), order(16, 44100)];
    const made = planDeliverables({ ...defaultBrief, deliverables: orders }, 96000);
    expect(made.map(({ id, sampleRateHz }) => [id, sampleRateHz])).toEqual([
      ['wav-24', 96000],
      ['wav-24-2', 96000],
      ['wav-16-44100', 44100],
    ]);
    expect(made[2]!.because[0]!.sentence).toContain('44.1 kHz; the mix has 96.0 kHz');
  });
});
