import { describe, expect, it } from 'vitest';
import { align } from './align.ts';
import { fade } from './fade.ts';

describe('align', () => {
  const parameters = { invertChannel: 1, delayFrames: [0, 12], gainsDb: [-2, 0] };

  it('is neutral at strength 0 and whole from any strength on, but for levels', () => {
    expect(align.isNeutral(parameters)).toBe(false);
    expect(align.isNeutral(align.scale(parameters, 0))).toBe(true);
    expect(align.scale(parameters, 0.5)).toEqual({ ...parameters, gainsDb: [-1, 0] });
    expect(align.scale(parameters, 1)).toEqual(parameters);
  });
});

describe('fade', () => {
  const fades = [
    { startFrame: 500, frameCount: 100, direction: 'in', curve: 's', silentFrames: 500 },
    { startFrame: 9000, frameCount: 1000, direction: 'out', curve: 'equal-power', silentFrames: 0 },
  ] as const;

  it('names its regions with what is muted', () => {
    expect(fade.regions({ fades })).toEqual([
      { startFrame: 0, endFrame: 600 },
      { startFrame: 9000, endFrame: 10000 },
    ]);
  });

  it('is shorter with less strength, at the end where it is silent, and gone at 0', () => {
    expect(
      fade.scale({ fades }, 0.5).fades.map(({ startFrame, frameCount }) => [startFrame, frameCount]),
    ).toEqual([
      [500, 50],
      [9500, 500],
    ]);
    expect(fade.isNeutral(fade.scale({ fades }, 0))).toBe(true);
    expect(fade.isNeutral({ fades })).toBe(false);
  });
});
