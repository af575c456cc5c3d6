import { inspect, repairs, type TracerName, type Traces } from '@deadwax/engine';
import { describe, expect, it } from 'vitest';
import { makeMemoryHost } from './support/memory.ts';

const RATE = 44100;

/** Deterministic noise, −1 … 1 (xorshift32). */
function makeNoise(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 31 - 1;
  };
}

/** Something like music: a bass that plays notes at 49, 55 and 98 Hz, struck by hand about twice a second, and a noisy beat. */
function makeMusic(seconds: number, beatsOfSixteen: number): Float32Array[] {
  const next = makeNoise(7);
  const notes = [49, 55, 98, 73.4];
  const left = new Float32Array(seconds * RATE);
  let struck = 0;
  let beat = 0;
  let length = 0.5;
  for (let n = 0; n < left.length; n++) {
    const age = n / RATE - struck;
    if (age > length) {
      struck = n / RATE;
      beat += 1;
      length = 0.5 + 0.03 * next();
    }
    const isPause = beat % 16 >= beatsOfSixteen;
    const bass = 0.2 * Math.sin(2 * Math.PI * notes[(beat * 7) % 4]! * age) * Math.exp(-3 * age);
    left[n] = isPause ? 0 : bass + 0.1 * next() * Math.exp(-30 * age);
  }
  return [left, left.map(x => 0.8 * x)];
}

async function trace<Name extends TracerName>(
  channels: readonly Float32Array[],
  name: Name,
): Promise<Traces[Name]> {
  const host = makeMemoryHost();
  const traces = await inspect(host.makeSource(channels, RATE), [name], host.powers, {});
  return traces[name];
}

function add(
  channels: readonly Float32Array[],
  value: (n: number, channel: number) => number,
): Float32Array[] {
  return channels.map((samples, channel) => samples.map((x, n) => x + value(n, channel)));
}

describe('the hum tracer', () => {
  const music = makeMusic(30, 13);
  // 50.05 Hz, ±0.2 Hz in 20 s
  const drift = (t: number) => 50.05 * t - (0.2 * 20 * Math.cos((2 * Math.PI * t) / 20)) / (2 * Math.PI);
  const makeHum = (turnsAt: (t: number) => number) =>
    Float32Array.from({ length: 24 * RATE }, (_, n) => {
      const turns = turnsAt(n / RATE);
      return (
        0.004 *
        (Math.cos(2 * Math.PI * turns) +
          0.5 * Math.cos(6 * Math.PI * turns + 1) +
          0.2 * Math.sin(10 * Math.PI * turns))
      );
    });
  const drifting = makeHum(drift);
  const gains = [1, 0.25];

  it('hears no hum in a bass of 49 and 98 Hz', async () => {
    const { likeliest } = await trace(music, 'hum');
    // the detector asks for 25 dB
    expect(likeliest?.clearnessDb ?? 0).toBeLessThan(22);
  });

  async function residualDb(
    clean: readonly Float32Array[],
    hum: Float32Array,
    driftHz: number,
  ): Promise<number> {
    const humming = add(clean, (n, channel) => gains[channel]! * hum[n]!);
    const { likeliest } = await trace(humming, 'hum');
    expect(likeliest!.mainsHz).toBe(50);
    expect(likeliest!.agreementFraction).toBeGreaterThan(0.9);
    expect(Math.abs(likeliest!.lowestHz - (50.05 - driftHz))).toBeLessThan(0.03);
    expect(Math.abs(likeliest!.highestHz - (50.05 + driftHz))).toBeLessThan(0.03);
    const { kernels } = makeMemoryHost().powers;
    const block = kernels.makeBlock(2, clean[0]!.length);
    humming.forEach((samples, channel) => {
      block.channels[channel]!.set(samples);
    });
    if (repairs.dehum.kind !== 'stream') throw new Error('a stream repair');
    repairs.dehum.make(likeliest!.model, { sampleRateHz: RATE, channelCount: 2 }, kernels).process(block);
    let left = 0;
    let all = 0;
    clean.forEach((samples, channel) => {
      const output = block.channels[channel]!;
      for (let n = 0; n < samples.length; n++) {
        left += (output[n]! - samples[n]!) ** 2;
        all += (gains[channel]! * hum[n]!) ** 2;
      }
    });
    return 10 * Math.log10(left / all);
  }

  it('follows a steady hum through seconds in which a tone 10 cents beside it hides it by 40 dB', async () => {
    const next = makeNoise(5);
    const room = [0, 1].map(() =>
      Float32Array.from({ length: 24 * RATE }, (_, n) => {
        const t = n / RATE;
        const isLoud = t > 5 && t < 15;
        const tones = [50.3, 150.9, 250.7].reduce(
          (sum, hz) => sum + Math.sin(2 * Math.PI * hz * t + Math.sin(3 * t)),
          0,
        );
        return 0.0015 * next() + (isLoud ? 0.2 * tones : 0);
      }),
    );
    const steady = makeHum(t => 50.05 * t);
    // what the tones' skirts put on the lines counts for little, and the phase comes from either side
    expect(await residualDb(room, steady, 0)).toBeLessThan(-40);
  });

  it('tracks a drifting hum over a noise 10 dB under it, and the repair leaves less than −40 dB of it', async () => {
    const next = makeNoise(5);
    const room = [0, 1].map(() => Float32Array.from({ length: 24 * RATE }, () => 0.0015 * next()));
    expect(await residualDb(room, drifting, 0.2)).toBeLessThan(-40);
  });

  it('leaves less than −25 dB of it under a bass at its own frequency, 34 dB louder, for half of the time', async () => {
    // the bass is not to be had apart from the hum while it sounds; the pauses of 4 s tell it
    expect(await residualDb(makeMusic(24, 8), drifting, 0.2)).toBeLessThan(-25);
  });
});

describe('the hiss tracer', () => {
  const music = makeMusic(20, 13);

  it('finds no floor in clean music', async () => {
    expect((await trace(music, 'hiss')).floor?.levelLufs ?? -200).toBeLessThan(-80);
  });

  it.each([
    ['in two channels', false],
    ['the same in both', true],
  ])('measures white noise %s within 1 dB in every band from 1 kHz that it knows', async (_, isMono) => {
    const [one, two] = [makeNoise(3), makeNoise(11)];
    const noise = Array.from(music[0]!, () => [0.002 * one(), 0.002 * two()] as const);
    const { floor } = await trace(
      add(music, (n, channel) => noise[n]![isMono ? 0 : channel]!),
      'hiss',
    );
    const densityDb = 10 * Math.log10((2 * 0.002 ** 2) / 3 / (RATE / 2));
    const known = floor!.densityDb.filter(db => db !== null);
    expect(known.length).toBeGreaterThan(10);
    // 16 frames and more of some ten values a band: 4.3 dB / √(16 · 10) = 0.35 dB
    floor!.centresHz.forEach((hz, band) => {
      if (hz >= 1000) expect(Math.abs((floor!.densityDb[band] ?? densityDb) - densityDb)).toBeLessThan(1);
    });
  });
});

describe('the rumble tracer', () => {
  it('tells the level of what lies below 24 Hz within 1 dB, and that it does not go with the bass', async () => {
    const music = makeMusic(30, 13);
    const rumbling = add(music, n => 0.01 * Math.sin((2 * Math.PI * 14 * n) / RATE));
    const rumble = await trace(rumbling, 'rumble');
    // 0.01 in two channels: −40 dBFS
    expect(Math.abs(rumble.floorDbfs! + 40)).toBeLessThan(1);
    expect(rumble.followsBassDb!).toBeLessThan(0.3);
    expect((await trace(music, 'rumble')).floorDbfs!).toBeLessThan(-50);
  });
});
