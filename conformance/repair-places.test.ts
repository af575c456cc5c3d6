import { type RepairCall, repairs } from '@deadwax/engine';
import { describe, expect, it } from 'vitest';
import { playRepair } from '../engine/src/render/repair.ts';
import { makeMemoryHost } from './support/memory.ts';

const RATE_HZ = 44100;
/** Crackle: a click each 20 ms. */
const PLACES = Array.from({ length: 10_000 }, (_, n) => ({
  channel: 0,
  startFrame: 2000 + 882 * n,
  endFrame: 2001 + 882 * n,
}));

describe('a repair of many places', () => {
  it('hands each task the places of its own region and context alone, and all of them together', async () => {
    const host = makeMemoryHost();
    const source = host.makeSource([new Float32Array(2000 + 882 * PLACES.length)], RATE_HZ);
    const sent: RepairCall[] = [];
    const powers = {
      ...host.powers,
      crew: {
        threadCount: 1,
        run: async (_: string, input: unknown) => {
          const { call, region } = input as {
            call: RepairCall;
            region: { startFrame: number; endFrame: number };
          };
          sent.push(call);
          return [new Float32Array(region.endFrame - region.startFrame)];
        },
      },
    };
    const planned = {
      id: 'clicks',
      repair: 'declick' as const,
      isEnabled: true,
      strengthFraction: 1,
      parameters: { places: PLACES, amountFraction: 1 },
      because: [],
      bounds: [],
    };
    await playRepair(source, planned, powers, {});
    const counts = sent.map(call => (call.repair === 'declick' ? call.parameters.places.length : 0));
    // a region is six seconds at most, and its context a tenth of a second
    expect(Math.max(...counts)).toBeLessThanOrEqual(320);
    const all = new Set(
      sent.flatMap(call =>
        call.repair === 'declick' ? call.parameters.places.map(({ startFrame }) => startFrame) : [],
      ),
    );
    expect(all.size).toBe(PLACES.length);
  });

  it('keeps the clipped region that is mended', () => {
    const region = (startFrame: number) => ({
      startFrame,
      endFrame: startFrame + 100,
      positiveGains: [0.9],
      negativeGains: [null],
    });
    const parameters = { mode: 'quality' as const, regions: [region(0), region(5000), region(9000)] };
    expect(
      repairs.declip.kind === 'regions' && repairs.declip.narrow?.(parameters, region(5000), 33075).regions,
    ).toEqual([region(5000)]);
  });
});
