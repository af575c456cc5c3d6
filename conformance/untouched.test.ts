import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type AudioSource, createEngine, defaultBrief, type Finding } from '@deadwax/engine';
import { describe, expect, it } from 'vitest';
import { toWave } from '../bench/faults/wave.ts';
import { hasRecordings, makeCodecHost, RECORDINGS, readExcerpt } from './support/recordings.ts';

const EXCERPT =
  'The excerpt was cut out of a song: it begins at the level of the music within its first 5 ms.';

/**
 * What is said of music that nobody has damaged. Notes may be; what is mended, asked or sent back must be borne out by its
 * numbers, and stands here with the reason.
 */
const BORNE_OUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'jazz-vibe-ace': {
    'fix clicks':
      'Two instants, each in both channels: a step at 0.08 s and one at 8.82 s, 25 dB over what lies beside it.',
  },
  'latin-hacienda': {
    'ask cut-off-start': 'The first 5 ms stand at −6 dBFS, as loud as what follows: a loop of a game.',
  },
  'rock-hedgewars': {
    'ask cut-off-start': 'The first sample stands at −14 dBFS: a loop of a game.',
  },
  'orchestral-weight-of-revenge': {
    'ask clicks':
      'Ticks of hard percussion, 14 dB over what lies beside them in the median: too little to be sure.',
  },
  'trance-calling-bogus': {
    'fix dc': 'The mean of the waveform stands at −28 dBFS.',
    'fix sibilance':
      'Fifteen hi-hats carry up to 2.4 dB more power in an octave than the whole middle of the mix.',
    'ask plosive': 'One burst of bass without an attack above it, 5.5 dB over the middle of the mix.',
  },
  'vocal-lets-go-fishin': {
    'ask plosive': 'One burst of bass without an attack above it, 6.6 dB over the voice.',
  },
  'metal mix of two stems': {
    'fix dc': 'The mean of the waveform stands at −48 dBFS.',
    'ask clicks': 'The beater of a death-metal kick is as short as a click: told as a question, left alone.',
  },
  'mix-04': { 'ask cut-off-start': EXCERPT },
  'mix-09': { 'ask cut-off-start': EXCERPT },
  'mix-11': {
    'ask cut-off-start': EXCERPT,
    'fix dc': 'The mean of the waveform stands at −59.5 dBFS; the limit is −60.',
  },
  'mix-13': { 'ask cut-off-start': EXCERPT },
};

const MIXES = new URL('../../shared/audio/mixes/', import.meta.url).pathname;
const MIX_NAMES: readonly string[] = ['00', '02', '04', '06', '09', '11', '13'].map(
  number => `mix-${number}`,
);
const WHOLE_SECONDS = 3600;

async function assess(name: string, bytes: Uint8Array): Promise<readonly Finding[]> {
  const host = makeCodecHost();
  const { findings } = await createEngine(host.powers).assess(host.makeBytes(name, bytes), defaultBrief, {});
  return findings;
}

function planar(
  source: AudioSource,
  kernels: ReturnType<typeof makeCodecHost>['powers']['kernels'],
): Float32Array[] {
  const block = kernels.makeBlock(source.channelCount, source.frameCount);
  source.read(0, block);
  return block.channels.map(channel => channel.slice());
}

/** The findings beyond notes, as severity and id. */
function weighty(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ severity, id }) => `${severity} ${id}`);
}

function expectBorneOut(name: string, findings: readonly Finding[]): void {
  expect(weighty(findings).sort()).toEqual(Object.keys(BORNE_OUT[name] ?? {}).sort());
}

describe('music that nobody has damaged', () => {
  it.skipIf(!hasRecordings).each(RECORDINGS.map(recording => [recording.name, recording] as const))(
    '%s: nothing is mended, asked or sent back without a reason',
    async (name, recording) => {
      const [path] = recording.paths;
      if (recording.paths.length === 1) {
        expectBorneOut(name, await assess(basename(path!), new Uint8Array(readFileSync(path!))));
        return;
      }
      const host = makeCodecHost();
      const source = await readExcerpt(recording, host, 0, WHOLE_SECONDS);
      const channels = planar(source, host.powers.kernels);
      const { sampleRateHz } = source;
      expectBorneOut(name, await assess('mix.wav', toWave({ channels, sampleRateHz, depthBits: 24 })));
    },
  );

  it.skipIf(!existsSync(MIXES)).each(MIX_NAMES)('%s: nothing without a reason', async name => {
    expectBorneOut(
      name,
      await assess(`${name}.flac`, new Uint8Array(readFileSync(join(MIXES, `${name}.flac`)))),
    );
  });
});
