import { describe, expect, it } from 'vitest';
import { makeMemoryHost } from '../../conformance/support/memory.ts';
import type { AudioSource } from './audio/index.ts';
import { mend, replayRepairs } from './mend.ts';
import type { PlannedRepairOf } from './plan/index.ts';

const RATE = 44100;

function offsetRepair(
  offsets: readonly number[],
  given: Partial<PlannedRepairOf<'dc'>> = {},
): PlannedRepairOf<'dc'> {
  return {
    id: 'dc',
    repair: 'dc',
    isEnabled: true,
    strengthFraction: 1,
    parameters: { offsets },
    because: [],
    bounds: [],
    ...given,
  };
}

function readAll(source: AudioSource, powers: ReturnType<typeof makeMemoryHost>['powers']): number[][] {
  const block = powers.kernels.makeBlock(source.channelCount, source.frameCount);
  source.read(0, block);
  return block.channels.map(channel => [...channel]);
}

/** Longer than one block of the renderer, so that borders are crossed. */
const SIGNAL: Float32Array = Float32Array.from({ length: 40000 }, (_, n) => 0.25 + 0.5 * Math.sin(n / 9));

describe('mend', () => {
  it('plays a repair at its strength, and leaves the source as it is', async () => {
    const { powers, makeSource } = makeMemoryHost();
    const source = makeSource([SIGNAL], RATE);
    const repair = offsetRepair([0.25], { strengthFraction: 0.5 });
    const { source: mended, results } = await mend(source, [repair], {}, powers, {});
    const expected = [...SIGNAL].map(x => Math.fround(x - 0.125));
    expect(readAll(mended, powers)).toEqual([expected]);
    expect(readAll(source, powers)).toEqual([[...SIGNAL]]);
    expect(results).toEqual([
      { id: 'dc', repair: 'dc', isKept: true, fact: '', before: null, after: null, unit: '' },
    ]);
  });

  it.each([
    ['is switched off', offsetRepair([0.25], { isEnabled: false })],
    ['has no strength', offsetRepair([0.25], { strengthFraction: 0 })],
    ['has nothing to do', offsetRepair([0])],
  ])('gives the source itself where a repair %s', async (_, repair) => {
    const { powers, makeSource } = makeMemoryHost();
    const source = makeSource([SIGNAL], RATE);
    const mended = await mend(source, [repair], {}, powers, {});
    expect(mended.source).toBe(source);
    expect(mended.results).toEqual([]);
  });

  it('plays again what was kept, bit for bit, and not what was taken back', async () => {
    const { powers, makeSource } = makeMemoryHost();
    const source = makeSource([SIGNAL], RATE);
    const planned = [offsetRepair([0.25]), offsetRepair([0.1], { id: 'dc-2' })];
    const first = await mend(source, planned, {}, powers, {});
    const again = await replayRepairs(source, planned, first.results, powers, {});
    expect(readAll(again, powers)).toEqual(readAll(first.source, powers));
    const [kept, other] = first.results;
    const without = await replayRepairs(source, planned, [kept!, { ...other!, isKept: false }], powers, {});
    expect(readAll(without, powers)).toEqual([[...SIGNAL].map(x => Math.fround(x - 0.25))]);
  });
});
