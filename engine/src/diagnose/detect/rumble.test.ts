import { describe, expect, it } from 'vitest';
import type { DiagnoseContext } from '../context.ts';
import type { RumbleTrace } from '../inspect/rumble/tracer.ts';
import { detectRumble } from './rumble.ts';

const RUMBLE: RumbleTrace = {
  medianDbfs: -36,
  floorDbfs: -38,
  bassMedianDbfs: -25,
  bassFloorDbfs: -32,
  followsBassDb: 0.1,
};

function kindsOf(given: Partial<RumbleTrace>): readonly string[] {
  const context = { facts: { durationSeconds: 10 }, traces: { rumble: { ...RUMBLE, ...given } } };
  return detectRumble(context as unknown as DiagnoseContext).map(({ kind }) => kind);
}

describe('rumble', () => {
  it('is told where it runs on under the music', () => {
    expect(kindsOf({})).toEqual(['rumble']);
  });

  it.each<[string, Partial<RumbleTrace>]>([
    ['is quiet', { floorDbfs: -52, medianDbfs: -51 }],
    ['goes up and down with the bass', { followsBassDb: 0.9 }],
    ['comes and goes', { floorDbfs: -43.3, medianDbfs: -35.8 }],
    ['lies far under the bass', { bassFloorDbfs: -15 }],
  ])('is not told of what %s', (_, given) => {
    expect(kindsOf(given)).toEqual([]);
  });
});
