import { describe, expect, it } from 'vitest';
import { freshKernels } from '../../../kernels/test/kernels.ts';
import type { Facts } from '../analyze/facts.ts';
import type { SourceFormat } from '../audio/index.ts';
import { defaultBrief } from './default-brief.ts';
import { makePlan } from './make-plan.ts';
import { inventFacts, PCM_FORMAT } from './testing/facts.ts';

const kernels = freshKernels();
const facts = inventFacts({ like: 'rock' });
const warningsOf = (changes: Partial<Facts>, format: SourceFormat = PCM_FORMAT): string[] => [
  ...makePlan({ ...defaultBrief, genre: 'rock' }, { ...facts, ...changes }, format, kernels).warnings,
];

describe('warnings', () => {
  it('are none for a clean mix', () => {
    expect(warningsOf({})).toEqual([]);
  });

  it('tell of clipping with its first place', () => {
    const clipping = {
      runCount: 3,
      clippedFrames: 40,
      longestRunFrames: 22,
      runs: [{ channel: 0, startSeconds: 92.4, frameCount: 22 }],
    };
    expect(warningsOf({ clipping })).toEqual([
      '3 passages are clipped in the mix (longest 22 samples), the first at 1:32. That distortion stays in the master; a mix exported a few dB lower will sound cleaner.',
    ]);
  });

  it('tell of a lossy source', () => {
    const mp3 = { container: 'MP3', encoding: 'MP3', isLossy: true, depthBits: null, isFloat: false };
    expect(warningsOf({}, mp3)[0]).toContain('The source is MP3');
  });

  it('tell of a bass whose channels work against each other', () => {
    const bands = facts.bands.map((band, index) => (index === 0 ? { ...band, correlation: -0.4 } : band));
    expect(warningsOf({ bands })[0]).toContain('correlation −0.40');
  });

  it('tell of an inverted channel, of mono losses and of a leaning image', () => {
    const stereo = { correlation: 0.5, balanceDb: 0, sideMidDb: -8, monoFoldDb: -0.6 };
    expect(warningsOf({ stereo: { ...stereo, correlation: -0.8 } })[0]).toContain(
      'one channel may be inverted',
    );
    expect(warningsOf({ stereo: { ...stereo, monoFoldDb: -7 } })[0]).toContain(
      'In mono the mix loses 7.0 dB',
    );
    expect(warningsOf({ stereo: { ...stereo, balanceDb: -3 } })[0]).toContain(
      'The left side is 3.0 dB stronger',
    );
  });
});
