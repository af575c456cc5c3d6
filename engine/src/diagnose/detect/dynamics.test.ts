import { describe, expect, it } from 'vitest';
import { look } from '../testing/look.ts';
import { makeMix } from '../testing/mix.ts';

const mix = makeMix({ seconds: 10, seed: 2 });

/** Ducks by `depthDb` at every beat, down in 8 ms and back in 200. */
function ducked(samples: Float32Array, depthDb: number, perMinute: number): Float32Array {
  return samples.map((x, n) => {
    const beats = ((n / 44100) * perMinute) / 60;
    const seconds = ((beats - Math.floor(beats)) * 60) / perMinute;
    const back = Math.min(1, Math.max(0, (seconds - 0.008) / 0.2));
    const depth = seconds < 0.008 ? seconds / 0.008 : 0.5 + 0.5 * Math.cos(Math.PI * back);
    return x * 10 ** ((-depthDb * depth) / 20);
  });
}

/** A limiter of 1.5 ms look-ahead: the least gain of what comes, then its mean; peaks reach the ceiling, none is flat. */
function limited(channels: readonly Float32Array[], driveDb: number, ceiling: number): Float32Array[] {
  const drive = 10 ** (driveDb / 20);
  const ahead = 66;
  const frameCount = channels[0]!.length;
  const wanted = Float64Array.from({ length: frameCount }, (_, n) =>
    Math.min(1, ceiling / (drive * Math.max(1e-9, ...channels.map(samples => Math.abs(samples[n]!))))),
  );
  const least = wanted.map((_, n) => {
    let gain = 1;
    for (let k = Math.max(0, n - ahead); k <= n; k++) gain = Math.min(gain, wanted[k]!);
    return gain;
  });
  let sum = ahead + 1;
  const gains = least.map((gain, n) => {
    sum += gain - (least[n - ahead - 1] ?? 1);
    return sum / (ahead + 1);
  });
  return channels.map(samples => samples.map((x, n) => x * drive * (gains[n + ahead] ?? gains[n]!)));
}

describe('pumping', () => {
  it.each([
    [5, 100],
    [8, 128],
  ])('of %i dB, %i times a minute, is told with its depth and tempo', async (depthDb, perMinute) => {
    const found = (await look({ channels: mix.map(samples => ducked(samples, depthDb, perMinute)) })).of(
      'pumping',
    );
    expect(Math.abs((found.evidence[0]!.found as number) - depthDb)).toBeLessThan(0.4 * depthDb); // least of the bands
    expect(Math.abs((found.evidence[3]!.found as number) - perMinute)).toBeLessThan(0.02 * perMinute); // grid of periods
  });

  it('is not told of a beat that rises instead of falling', async () => {
    const channels = mix.map(samples =>
      samples.map((x, n) => {
        const seconds = (n / 44100) % 0.5;
        return x * (1 + 3 * Math.exp(-seconds / 0.06));
      }),
    );
    expect((await look({ channels })).kinds).not.toContain('pumping');
  });
});

describe('limiter, density and overs', () => {
  const channels = limited(mix, 24, 0.9);

  it('a limiter is told by the peaks at its ceiling, with their places', async () => {
    const found = (await look({ channels })).of('limiter');
    expect(found.placeCount).toBeGreaterThan(10);
    expect(found.places[0]!.endSeconds).toBeGreaterThan(found.places[0]!.startSeconds);
  });

  it('none is told of the mix before it', async () => {
    expect((await look({ channels: mix })).findings).toEqual([]);
  });

  it('over-compression is asked about where neither peaks nor loudness move', async () => {
    const flat = limited(mix, 40, 0.5);
    expect((await look({ channels: flat })).of('over-compression').severity).toBe('ask');
  });

  it('peaks between the samples are counted and placed', async () => {
    // a quarter of the rate, 45° off its samples: 3 dB between them
    const tone = Float32Array.from({ length: 44100 * 4 }, (_, n) =>
      n > 88200 && n < 97020 ? 1.3 * Math.sin(Math.PI * (n / 2 + 0.25)) : 0,
    );
    const found = (await look({ channels: [tone, tone] })).of('inter-sample-overs');
    expect(found.placeCount).toBe(1);
    expect(Math.abs(found.places[0]!.startSeconds - 2)).toBeLessThan(0.11); // hops of 0.1 s
    expect(Math.abs((found.evidence[0]!.found as number) - 20 * Math.log10(1.3))).toBeLessThan(1); // its edges ring
  });
});
