import { expect, it } from 'vitest';
import { makeMemoryHost } from '../../../conformance/support/memory.ts';
import { measureLagFrames } from './alignment.ts';

const RATE = 44100;

/** Reproducible noise. */
function noise(frameCount: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: frameCount }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

it.each([0, 1, 17, -3])('a delivery that lags by %i frames is found out', lag => {
  const host = makeMemoryHost();
  const signal = noise(2 * RATE);
  const shifted = Float32Array.from(signal, (_, frame) => signal[frame - lag] ?? 0);
  const [source, delivered] = [signal, shifted].map(channel => host.makeSource([channel, channel], RATE));
  expect(measureLagFrames(source!, delivered!, 0.5, host.powers.kernels)).toBe(lag);
});

it('an equaliser that turns the phase of a loud bass is not taken for a lag', () => {
  const host = makeMemoryHost();
  const mix = noise(2 * RATE).map((x, n) => 0.05 * x + 0.5 * Math.sin((2 * Math.PI * 80 * n) / RATE));
  const equalised = Float32Array.from(mix);
  const block = host.powers.kernels.makeBlock(1, mix.length);
  block.channels[0]!.set(mix);
  const bell = { shape: 'bell', frequencyHz: 110, gainDb: 6, q: 1 } as const;
  host.powers.kernels.makeBiquads([host.powers.kernels.designFilter(bell, RATE)], 1).process(block);
  equalised.set(block.channels[0]!);
  const [source, delivered] = [mix, equalised].map(channel => host.makeSource([channel], RATE));
  expect(measureLagFrames(source!, delivered!, 0.5, host.powers.kernels)).toBe(0);
});

it('silence has no lag', () => {
  const host = makeMemoryHost();
  const silence = host.makeSource([new Float32Array(RATE)], RATE);
  expect(measureLagFrames(silence, silence, 0, host.powers.kernels)).toBeNull();
});
