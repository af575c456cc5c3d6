import { describe, expect, it } from 'vitest';
import { levelDb, transformAt } from './fourier.ts';
import { freshKernels } from './kernels.ts';
import { makeProgramme, playNew, sameBits } from './laws.ts';

const kernels = freshKernels();

describe('makeAlignment', () => {
  it('moves a channel by whole frames bit-exactly, inverts another, and adds no latency', () => {
    const input = makeProgramme(2, 3000, 7);
    const { output, latencyFrames } = playNew(
      kernels,
      k =>
        k.makeAlignment([
          { delayFrames: 37, gain: 1 },
          { delayFrames: 0, gain: -1 },
        ]),
      input,
      [1, 36, 37, 38, 500],
    );
    expect(latencyFrames).toBe(0);
    const late = Float32Array.from(input[0]!, (_, n) => (n < 37 ? 0 : input[0]![n - 37]!));
    expect(sameBits(output, [late, input[1]!.map(x => -x)])).toBe(true);
  });

  it('leaves every bit where nothing is asked', () => {
    const input = makeProgramme(2, 1000, 3);
    const still = { delayFrames: 0, gain: 1 };
    const { output } = playNew(kernels, k => k.makeAlignment([still, still]), input);
    expect(sameBits(output, input)).toBe(true);
  });

  it('delays by part of a frame: level within 0.01 dB, delay within 0.001 frames to 0.9 of Nyquist', () => {
    const impulse = new Float32Array(1024);
    impulse[0] = 1;
    const { output, latencyFrames } = playNew(
      kernels,
      k =>
        k.makeAlignment([
          { delayFrames: 2.37, gain: 1 },
          { delayFrames: 0, gain: 1 },
        ]),
      [impulse, impulse],
    );
    let worstDb = 0;
    let worstFrames = 0;
    for (let cycles = 0.01; cycles <= 0.45; cycles += 0.01) {
      const [re, im] = transformAt(output[0]!, cycles);
      worstDb = Math.max(worstDb, Math.abs(levelDb([re, im])));
      const turn = 2 * Math.PI * cycles * (latencyFrames + 2.37);
      const angle = Math.atan2(
        re * Math.sin(turn) + im * Math.cos(turn),
        re * Math.cos(turn) - im * Math.sin(turn),
      );
      worstFrames = Math.max(worstFrames, Math.abs(angle) / (2 * Math.PI * cycles));
    }
    console.log(`[bar] part of a frame: ${worstDb.toFixed(4)} dB, ${worstFrames.toFixed(5)} frames`);
    expect(worstDb).toBeLessThan(0.01);
    expect(worstFrames).toBeLessThan(0.001);
    expect(output[1]!.findIndex(x => Math.abs(x) > 0.5)).toBe(latencyFrames);
  });

  it('does not depend on how the audio is cut, and is new after reset', () => {
    const input = makeProgramme(2, 4000, 9);
    const make = (k: typeof kernels) =>
      k.makeAlignment([
        { delayFrames: 0, gain: 1 },
        { delayFrames: 100.5, gain: -1 },
      ]);
    const whole = playNew(kernels, make, input, [4000]).output;
    expect(sameBits(playNew(kernels, make, input, [1, 7, 64, 333]).output, whole)).toBe(true);
    const processor = make(kernels);
    const block = kernels.makeBlock(2, 4000);
    for (let pass = 0; pass < 2; pass++) {
      input.forEach((channel, c) => {
        block.channels[c]!.set(channel);
      });
      processor.process(block);
      expect(sameBits(block.channels, whole)).toBe(true);
      processor.reset();
    }
  });
});

describe('applyFade', () => {
  it.each(['equal-power', 's'] as const)('follows the curve %s, in and out, and holds its ends', curve => {
    for (const direction of ['in', 'out'] as const) {
      const samples = kernels.makeFloats(200);
      samples.fill(0.5);
      kernels.applyFade(samples, { firstFrame: -50, fadeFrames: 100, direction, curve });
      samples.forEach((y, n) => {
        const t = Math.min(1, Math.max(0, (n - 50 + 0.5) / 100));
        const sine = Math.sin((Math.PI / 2) * (direction === 'in' ? t : 1 - t));
        expect(Math.abs(y - 0.5 * (curve === 's' ? sine * sine : sine))).toBeLessThan(1e-7); // float32
      });
    }
  });
});
