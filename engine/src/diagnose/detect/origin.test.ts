import { describe, expect, it } from 'vitest';
import { makeMemoryHost } from '../../../../conformance/support/memory.ts';
import { look } from '../testing/look.ts';
import { makeMix, noise, quantise } from '../testing/mix.ts';
import { sayKilohertz } from './say.ts';

const mix = makeMix({ seconds: 4 });
const inDepth = (depthBits: number) => ({
  format: { encoding: `${depthBits}-bit PCM`, depthBits, isFloat: false },
});

/**
 * A transform coder of frames of 1024: Vorbis's window, small coefficients and everything above 16 kHz set to zero.
 * Coefficients below 6 kHz pass, so that little has to be computed.
 */
function code(samples: Float32Array): Float32Array {
  const m = 1024;
  const [from, to] = [256, 743]; // 5.5 and 16 kHz at 44.1 kHz
  const window = Float64Array.from({ length: 2 * m }, (_, n) => {
    const sine = Math.sin((Math.PI * (n + 0.5)) / (2 * m));
    return Math.sin((Math.PI / 2) * sine * sine);
  });
  const cosines = Float64Array.from({ length: 8 * m }, (_, i) => Math.cos((Math.PI * i) / (4 * m)));
  // cos(π/m (n + ½ + m/2)(k + ½)) = cos(π/4m (2n + 1 + m)(2k + 1))
  const cosine = (n: number, k: number) => cosines[((2 * n + 1 + m) * (2 * k + 1)) % (8 * m)]!;
  const output = samples.slice();
  for (let start = 0; start + 2 * m <= samples.length; start += m) {
    for (let k = from; k < m; k++) {
      let x = 0;
      for (let n = 0; n < 2 * m; n++) x += window[n]! * samples[start + n]! * cosine(n, k);
      const kept = k < to && Math.abs(x) > 0.35 ? x : 0;
      const change = ((kept - x) * 2) / m;
      for (let n = 0; n < 2 * m; n++) output[start + n]! += change * window[n]! * cosine(n, k);
    }
  }
  return output;
}

const coded = mix.map(code);

function resampled(channels: readonly Float32Array[], fromHz: number, toHz: number): Float32Array[] {
  const { kernels } = makeMemoryHost().powers;
  const resampler = kernels.makeResampler({ fromHz, toHz });
  const input = kernels.makeBlock(2, channels[0]!.length + 2 * resampler.contextFrames);
  channels.forEach((samples, channel) => {
    input.channels[channel]!.set(samples, resampler.contextFrames);
  });
  const output = kernels.makeBlock(2, resampler.outputFrames(channels[0]!.length));
  resampler.convert(input, -resampler.contextFrames, output, 0);
  return output.channels.map(samples => samples.slice());
}

/** Through a sinc of 16 crossings, as cheap converters do: images stay some 50 dB down. */
function shortlyResampled(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  return Float32Array.from({ length: Math.floor((samples.length * toHz) / fromHz) }, (_, n) => {
    const at = (n * fromHz) / toHz;
    let sum = 0;
    for (let k = Math.ceil(at - 16); k <= at + 16; k++) {
      const x = Math.PI * (at - k);
      const window = 0.5 + 0.5 * Math.cos(x / 16);
      sum += (samples[k] ?? 0) * window * (x === 0 ? 1 : Math.sin(x) / x);
    }
    return sum;
  });
}

describe('lossy origin', () => {
  it('is called where edge and frame grid agree, and names the coder', async () => {
    const found = (await look({ channels: coded })).of('lossy-origin');
    expect(found.title).toBe('Once an Ogg Vorbis file');
    expect(Math.abs((found.fromHz ?? 0) - 16000)).toBeLessThan(300);
    expect(found.evidence).toHaveLength(2);
  });

  it('is not called by an edge alone', async () => {
    const { kinds, traces } = await look({ channels: resampled(resampled(mix, 44100, 32000), 32000, 44100) });
    expect(traces.origin.edge.edgeHz).not.toBeNull();
    expect(kinds).not.toContain('lossy-origin');
  });

  it('is a fact in a lossy container, never a question', async () => {
    const format = { container: 'MP3', encoding: 'MP3', isLossy: true };
    const found = (await look({ channels: mix, format })).of('lossy-origin');
    expect(found).toMatchObject({ severity: 'note', question: null, confidenceFraction: 1 });
  });
});

describe('upsampling', () => {
  it.each([
    [22050, 44100],
    [32000, 48000],
    [44100, 96000],
  ])('from %i to %i Hz is told with the old rate', async (fromHz, toHz) => {
    const channels = resampled(makeMix({ seconds: 3, sampleRateHz: fromHz }), fromHz, toHz);
    const found = (await look({ channels, sampleRateHz: toHz })).of('upsampled');
    expect(found.title).toBe(`Made at ${sayKilohertz(fromHz)}`);
  });

  it('by a short filter is told by its images, also of a file that was coded before', async () => {
    const channels = resampled(coded, 44100, 32000).map(samples => shortlyResampled(samples, 32000, 44100));
    const found = (await look({ channels })).of('upsampled');
    expect(found.title).toBe('Made at 32.0 kHz');
    expect(found.evidence[1]!.found).toBeGreaterThan(0.4); // of 1, where chance makes 0.25
  });

  it('is not told of a file at its own rate, 44.1, 48 and 96 kHz', async () => {
    for (const sampleRateHz of [44100, 48000, 96000]) {
      const { kinds } = await look({ channels: makeMix({ seconds: 2, sampleRateHz }), sampleRateHz });
      expect(kinds).toEqual([]);
    }
  });
});

describe('padded depth', () => {
  it('is seen in trailing zeros', async () => {
    const channels = mix.map(samples => quantise(samples, 16));
    const found = (await look({ channels, ...inDepth(24) })).of('padded-depth');
    expect(found.title).toBe('16 bits in a 24-bit file');
  });

  it.each([
    [8, 16],
    [16, 24],
  ])('is seen in missing codes: %i bits turned down and rounded to %i', async (bits, statedBits) => {
    const channels = mix.map(samples =>
      quantise(
        quantise(samples, bits).map(x => 0.71 * x),
        statedBits,
      ),
    );
    const found = (await look({ channels, ...inDepth(statedBits) })).of('padded-depth');
    const told = Number.parseInt(found.title, 10);
    expect(Math.abs(told - bits)).toBeLessThanOrEqual(1); // half a bit of the gain
  });

  it('is not told of full 24 and 16 bits', async () => {
    for (const bits of [24, 16]) {
      const next = noise(4);
      const channels = mix.map(samples => quantise(samples, bits, next));
      expect((await look({ channels, ...inDepth(bits) })).kinds).toEqual([]);
    }
  });
});

describe('truncation', () => {
  // without treble: hiss of its own would be dither enough
  const faded = mix.map(samples => {
    let [one, two] = [0, 0];
    return samples.map((x, n) => {
      one += 0.08 * (x - one);
      two += 0.08 * (one - two);
      return two * 10 ** ((-96 * n) / samples.length / 20);
    });
  });

  it('is told of a fade rounded to 16 bits without dither, and of one that was cut', async () => {
    const rounded = await look({ channels: faded.map(samples => quantise(samples, 16)), ...inDepth(16) });
    expect(rounded.of('truncation').title).toBe('Rounded without dither');
    const cut = faded.map(samples => samples.map(x => Math.floor(x * 32768) / 32768));
    expect((await look({ channels: cut, ...inDepth(16) })).of('truncation').title).toBe('Bits cut off');
  });

  it('is not told of the same fade with dither', async () => {
    const next = noise(6);
    const channels = faded.map(samples => quantise(samples, 16, next));
    expect((await look({ channels, ...inDepth(16) })).kinds).not.toContain('truncation');
  });
});
