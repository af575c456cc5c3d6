import { describe, expect, it } from 'vitest';
import type { DiagnoseContext } from '../context.ts';
import type { SpectrumEdge } from '../inspect/spectrum-edge.ts';
import { detectUpsampled } from './upsampled.ts';

interface Seen {
  /** Bottom of the spectrum, and how far it falls within 500 Hz and within 2 kHz. */
  readonly bottomHz: number;
  readonly steepDb: number;
  readonly wideDb: number;
  readonly wideBottomHz?: number;
  readonly gridDepth?: number;
  readonly mirror?: { readonly oldRateHz: number; readonly likeness: number; readonly fallDb: number };
}

function isTold({
  bottomHz,
  steepDb,
  wideDb,
  wideBottomHz = bottomHz,
  gridDepth = 3,
  mirror,
}: Seen): boolean {
  const edgeOf = (bottom: number, half: number, fallDb: number): SpectrumEdge => ({
    edgeHz: bottom - half,
    bottomHz: bottom,
    fallDb,
    floorDbfs: -140,
    steadyFraction: 1,
  });
  const origin = {
    edge: edgeOf(bottomHz, 200, steepDb),
    wideEdge: edgeOf(wideBottomHz, 1000, wideDb),
    mirrors: mirror === undefined ? [] : [mirror],
    grids: [{ family: 'vorbis', depthDeviations: gridDepth, offsetFrames: 0 }],
  };
  const facts = { sampleRateHz: 44100, durationSeconds: 10, channels: [{}, {}] };
  const context = { facts, traces: { origin }, format: { isLossy: false } };
  return detectUpsampled(context as unknown as DiagnoseContext).length > 0;
}

describe('an end of the spectrum near 16 kHz', () => {
  it('is a converter’s where it goes on falling, and a coder’s where it is over within 500 Hz', () => {
    expect(isTold({ bottomHz: 15800, steepDb: 45, wideDb: 75 })).toBe(true);
    expect(isTold({ bottomHz: 16200, steepDb: 72, wideDb: 72 })).toBe(false);
  });

  it('beside the grid of a coder is a converter’s only where the coder’s own is out of the question', () => {
    expect(isTold({ bottomHz: 15800, steepDb: 46, wideDb: 76, gridDepth: 14 })).toBe(true);
    expect(isTold({ bottomHz: 15800, steepDb: 46, wideDb: 70, gridDepth: 14 })).toBe(false);
    // 128 kbit/s MP3
    expect(isTold({ bottomHz: 16600, steepDb: 35, wideDb: 65, wideBottomHz: 16800, gridDepth: 34 })).toBe(
      false,
    );
  });

  it('at 11 kHz is no coder’s', () => {
    expect(isTold({ bottomHz: 11000, steepDb: 70, wideDb: 72, gridDepth: 14 })).toBe(true);
  });
});

describe('a mirrored spectrum', () => {
  const mirror = { oldRateHz: 32000, likeness: 0.36, fallDb: 48 };

  it('tells of a converter, but not beside an edge elsewhere unless it is clear', () => {
    const elsewhere = { bottomHz: 18000, steepDb: 34, wideDb: 40 };
    expect(isTold({ bottomHz: 16200, steepDb: 72, wideDb: 72, mirror })).toBe(true);
    expect(isTold({ ...elsewhere, mirror })).toBe(false);
    expect(isTold({ ...elsewhere, mirror: { ...mirror, likeness: 0.6 } })).toBe(true);
  });
});
