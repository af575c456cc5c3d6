import { describe, expect, it } from 'vitest';
import { look, mend } from '../testing/look.ts';
import { makeMix } from '../testing/mix.ts';

const mix = makeMix();

/** `samples` later by whole frames. */
function late(samples: Float32Array, frames: number): Float32Array {
  const moved = new Float32Array(samples.length);
  moved.set(samples.subarray(0, samples.length - frames), frames);
  return moved;
}

describe('a mix without faults', () => {
  it('raises nothing', async () => {
    expect((await look({ channels: mix })).findings).toEqual([]);
  });

  it('raises nothing where it is as wide as noise of its own on each side', async () => {
    const wide = await look({ channels: makeMix({ sideGain: 1.2, seed: 5 }) });
    expect(wide.kinds.filter(kind => ['polarity', 'delay', 'imbalance', 'dual-mono'].includes(kind))).toEqual(
      [],
    );
  });
});

describe('polarity', () => {
  const channels = [mix[0]!, mix[1]!.map(x => -x)];

  it('is sure of an inverted channel, and the repair turns it back bit for bit', async () => {
    const found = (await look({ channels })).of('polarity');
    expect(found.severity).toBe('fix');
    expect(mend(channels, found.repair)).toEqual(mix);
  });

  it('asks about one octave that is upside down', async () => {
    // a band as a difference of two one-pole filters, without phase: forwards and backwards
    const smooth = (x: Float32Array, share: number) => {
      const pass = (y: Float32Array) => {
        let state = 0;
        return y.map(value => {
          state += share * (value - state);
          return state;
        });
      };
      return pass(pass(x).reverse()).reverse();
    };
    const [high, low] = [smooth(mix[1]!, 0.18), smooth(mix[1]!, 0.05)];
    const turned = mix[1]!.map((x, n) => x - 2.6 * (high[n]! - low[n]!));
    const found = (await look({ channels: [mix[0]!, turned] })).of('polarity');
    expect(found).toMatchObject({ id: 'polarity-band', severity: 'ask', repair: null });
    expect(found.fromHz).toBeGreaterThan(200);
    expect(found.toHz).toBeLessThan(5000);
  });
});

describe('delay', () => {
  it.each([3, 37, 441])('of %i frames is measured to the frame and mended', async frames => {
    const channels = [late(mix[0]!, frames), mix[1]!];
    const found = (await look({ channels })).of('delay');
    expect(found).toMatchObject({
      severity: 'fix',
      repair: { repair: 'align', parameters: { delayFrames: [0, frames] } },
    });
    const mended = mend(channels, found.repair);
    expect(mended).toEqual([channels[0], late(mix[1]!, frames)]);
    expect((await look({ channels: mended })).kinds).not.toContain('delay');
  });

  it('of part of a frame is measured within 0.05 frames', async () => {
    const moved = mend(mix, {
      repair: 'align',
      parameters: { invertChannel: null, delayFrames: [0, 12.4], gainsDb: [0, 0] },
    });
    const found = (await look({ channels: moved })).of('delay');
    const call = found.repair?.repair === 'align' ? found.repair : null;
    const frames = call?.parameters.delayFrames[0] ?? 0;
    expect(Math.abs(frames - 12.4)).toBeLessThan(0.05); // interpolation of the peak
  });

  it('is told together with the inversion that comes with it', async () => {
    const { kinds } = await look({ channels: [mix[0]!, late(mix[1]!, 60).map(x => -x)] });
    expect(kinds).toEqual(expect.arrayContaining(['polarity', 'delay']));
  });
});

describe('imbalance', () => {
  it('of 4 dB is asked about, and its repair brings the sides together', async () => {
    const channels = [mix[0]!.map(x => x * 10 ** (-4 / 20)), mix[1]!];
    const found = (await look({ channels })).of('imbalance');
    expect(found.severity).toBe('ask');
    expect(Math.abs((found.evidence[0]!.found as number) - 4)).toBeLessThan(0.6); // own noise of each side
    expect((await look({ channels: mend(channels, found.repair) })).kinds).not.toContain('imbalance');
  });
});

describe('one side', () => {
  it('is told as absent, and as nothing else', async () => {
    const zeros = new Float32Array(mix[0]!.length);
    expect((await look({ channels: [mix[0]!, zeros] })).kinds).toEqual(['one-sided']);
    expect((await look({ channels: [mix[0]!, mix[0]!.map(x => x / 300)] })).kinds).toEqual(['one-sided']);
  });
});

describe('dual mono', () => {
  it('is noted, to the bit and with the noise of a converter', async () => {
    const next = makeMix({ seed: 9 })[0]!;
    const other = mix[0]!.map((x, n) => x + 1e-4 * next[n]!);
    expect((await look({ channels: [mix[0]!, mix[0]!] })).kinds).toEqual(['dual-mono']);
    expect((await look({ channels: [mix[0]!, other] })).kinds).toEqual(['dual-mono']);
  });
});

describe('mono fold and wide bass', () => {
  it('are told where the side outweighs the middle', async () => {
    const mid = mix[0]!.map((x, n) => (x + mix[1]![n]!) / 2);
    const side = makeMix({ seed: 3 })[0]!.map(x => 1.6 * x);
    const channels = [mid.map((m, n) => 0.5 * (m + side[n]!)), mid.map((m, n) => 0.5 * (m - side[n]!))];
    const { kinds } = await look({ channels });
    expect(kinds).toEqual(expect.arrayContaining(['mono-fold', 'wide-bass']));
  });
});
