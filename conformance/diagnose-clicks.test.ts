import { readFileSync } from 'node:fs';
import { accept, type DiagnoseContext, inspect, type Traces } from '@deadwax/engine';
import { describe, expect, it } from 'vitest';
import { detectClicks } from '../engine/src/diagnose/detect/clicks.ts';
import { hasRecordings, makeCodecHost, pathOf } from './support/recordings.ts';

/** What the numbers bear out; every place has its reason. */
const EXPECTED: readonly (readonly [
  name: string,
  places: readonly (readonly [seconds: number, channel: number])[],
])[] = [
  [
    'jazz-vibe-ace',
    [
      // 20 samples in both channels at once, where the music has hardly begun; 37 dB over whatever is within 23 ms
      [0.0783, 1],
      [0.0783, 0],
      // 7 samples in both channels at once, 24.8 and 25.0 dB over their surroundings, which go on as before
      [8.8243, 0],
      [8.8244, 1],
    ],
  ],
  [
    'metal-armygeddon-stem-guitar',
    [
      // breaks of the left channel alone: 8, 21 and 8 samples, 6.7, 6.2 and 5.4 dB higher than the music around them,
      // 30.6, 30.2 and 18.9 dB over its other errors
      [8.4706, 0],
      [11.2939, 0],
      [106.9763, 0],
      // at one instant in two guitars that are played apart, 6.6 and 6.8 dB higher than either: no two hands agree so well
      [158.1707, 0],
      [158.1707, 1],
    ],
  ],
  ['latin-hacienda', []],
];

async function findPlaces(name: string): Promise<readonly (readonly [number, number | null])[]> {
  const { powers, makeBytes } = makeCodecHost();
  const bytes = makeBytes(name, new Uint8Array(readFileSync(pathOf(name))));
  const { kernels, makeScratch, decoders } = powers;
  const { source } = await accept(bytes, { kernels, makeScratch, watch: {} }, decoders);
  const traces = (await inspect(source, ['clicks', 'dropouts', 'clipping'], powers, {})) as Traces;
  const { frameCount, sampleRateHz } = source;
  const facts = { frameCount, sampleRateHz, durationSeconds: frameCount / sampleRateHz };
  const findings = detectClicks({ facts, traces } as unknown as DiagnoseContext);
  return findings.flatMap(({ places }) =>
    places.map(({ startSeconds, channel }) => [startSeconds, channel] as const),
  );
}

describe.skipIf(!hasRecordings)('clicks of the untouched recordings', () => {
  it.each(EXPECTED)(
    '%s: those that its numbers bear out and no other',
    async (name, places) => {
      const found = await findPlaces(name);
      // a twentieth of a millisecond: the times are written to four places
      expect(found.map(([seconds, channel]) => [Number(seconds.toFixed(4)), channel])).toEqual(places);
    },
    60_000,
  );
});
