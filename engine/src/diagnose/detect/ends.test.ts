import { describe, expect, it } from 'vitest';
import { look, mend } from '../testing/look.ts';
import { makeMix } from '../testing/mix.ts';

const mix = makeMix();
const silence = (seconds: number) => new Float32Array(Math.round(44100 * seconds));

function joined(...parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

describe('cut ends', () => {
  it('a start inside the music is asked about, and faded in where the client wants it', async () => {
    const channels = mix.map(samples => samples.slice(44100));
    const found = (await look({ channels })).of('cut-off-start');
    expect(found.severity).toBe('ask');
    const mended = mend(channels, found.repair);
    expect(Math.abs(mended[0]![0]!)).toBeLessThan(1e-4 * Math.abs(channels[0]![0]!));
    expect(mended[0]!.slice(221)).toEqual(channels[0]!.slice(221)); // 5 ms: nothing after the fade is touched
  });

  it('an end inside a tail is asked about, and faded out where the client wants it', async () => {
    const channels = mix.map(samples => samples.slice(0, 7 * 44100));
    const found = (await look({ channels })).of('cut-off-end');
    const mended = mend(channels, found.repair);
    expect((await look({ channels: mended })).kinds).not.toContain('cut-off-end');
    const from = channels[0]!.length - 22050;
    expect(mended[0]!.slice(0, from)).toEqual(channels[0]!.slice(0, from));
  });
});

describe('long silence', () => {
  it('is told at the head, inside and at the tail, with its places', async () => {
    const channels = mix.map(samples => joined(silence(3), samples, silence(6), samples, silence(8)));
    const found = (await look({ channels })).of('long-silence');
    expect(found.placeCount).toBe(3);
    expect(found.severity).toBe('ask');
    const [head, inside, tail] = found.places;
    expect(head!.endSeconds).toBeCloseTo(3.1, 1); // the fade of the mix is silent at first
    expect(Math.abs(inside!.startSeconds - 11)).toBeLessThan(0.3); // windows of 0.4 s
    expect(Math.abs(inside!.endSeconds - 17)).toBeLessThan(0.3);
    expect(tail!.startSeconds).toBeCloseTo(24.9, 1);
  });
});

describe('count-in', () => {
  const stroke = Float32Array.from(
    { length: 1323 },
    (_, n) => 0.2 * Math.exp(-n / 200) * Math.sin((2 * Math.PI * 1500 * n) / 44100),
  );
  const strokes = (beats: readonly number[]) => {
    const lead = silence(0.1 + beats.reduce((a, b) => a + b, 0));
    let at = 0.1;
    for (const beat of beats) {
      lead.set(stroke, Math.round(at * 44100));
      at += beat;
    }
    return lead;
  };

  it('of four even strokes is asked about, with its tempo, and muted where the client wants it', async () => {
    const channels = mix.map(samples => joined(strokes([0.5, 0.5, 0.5, 0.5]), samples));
    const found = (await look({ channels })).of('count-in');
    expect(found.evidence[0]!.found).toBe(4);
    expect(found.evidence[1]!.found).toBeCloseTo(120, -1); // hops of 5 ms
    const mended = mend(channels, found.repair);
    expect(mended[0]!.slice(0, Math.round(1.9 * 44100)).every(x => x === 0)).toBe(true);
    expect(mended[0]!.slice(3 * 44100)).toEqual(channels[0]!.slice(3 * 44100));
  });

  it('is not heard in uneven strokes', async () => {
    const channels = mix.map(samples => joined(strokes([0.5, 0.8, 0.4, 0.6]), samples));
    expect((await look({ channels })).kinds).not.toContain('count-in');
  });
});
