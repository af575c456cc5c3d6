import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { FindingKind } from '@deadwax/engine';
import { RECORDINGS } from '../../conformance/support/recordings.ts';
import { makeRandom } from '../../examples/synth/random.ts';
import { type Channels, readChannels } from '../support/channels.ts';
import { resample, type SincShape } from '../support/resample.ts';
import { normal } from './plant/draw.ts';
import type { Excerpt } from './plant/index.ts';
import { peakOf, toGain } from './plant/levels.ts';
import { provenOf } from './plant/proven.ts';
import { makeSyntheticPiece } from './synthetic.ts';

const FOLDER = new URL('../../../shared/audio/', import.meta.url).pathname;
const EXAMPLE = new URL('../../examples/first-light.flac', import.meta.url).pathname;
const MIXES = ['00', '02', '04', '06', '09', '11', '13'].map(number => `mix-${number}`);

/** Length of an excerpt; the mixes are shorter than this and taken whole. */
const EXCERPT_SECONDS = 10;
/** Where excerpts begin, as fractions of the whole. */
const FROM_FRACTIONS = [0.2, 0.5, 0.75];
/** Computed pieces are the only material that truly reaches above 22 kHz. */
const PIECE_RATES_HZ = [44100, 48000, 48000, 96000];
/** The mixes were made at this rate and converted to 48 kHz: nothing in them lies above 22 kHz. */
const MIX_RATE_HZ = 44100;
/** As of a good converter. */
const TO_MIX_RATE: SincShape = { beta: 9, crossings: 60, edgeFraction: 0.97 };
const HIGHEST_PEAK = toGain(-3);
/** A master has silence at its ends and a fade into it. */
const HEAD_SECONDS = 0.1;
const TAIL_SECONDS = 0.2;
const FADE_IN_SECONDS = 0.06;
const FADE_OUT_SECONDS = 1;
/** Noise of a converter, which fills the steps of 16-bit material so that 24 bits are no lie. */
const CONVERTER_NOISE = toGain(-94);

/** What is known of a source before it is heard. */
interface Source {
  readonly name: string;
  readonly origin: Excerpt['origin'];
  readonly isMastered: boolean;
  readonly own: readonly FindingKind[];
  readonly fractions: readonly number[];
  /** More than one: stems. */
  readonly paths: readonly string[];
}

/** Passages of every recording beside the checkout, of the example and of computed pieces. */
export async function readMaterial(): Promise<Excerpt[]> {
  const excerpts: Excerpt[] = [];
  for (const source of listSources())
    for (const fraction of source.fractions) excerpts.push(await readExcerpt(source, fraction));
  PIECE_RATES_HZ.forEach((rateHz, index) => {
    excerpts.push(makeSyntheticPiece(index + 1, EXCERPT_SECONDS, rateHz));
  });
  return excerpts;
}

function listSources(): Source[] {
  const example: Source = {
    name: 'first-light',
    origin: 'synthetic',
    isMastered: false,
    // harmonics of its bass end from one sample to the next as the notes grow darker: steps of −40 to −27 dBFS, ten in 30 s
    own: ['clicks'],
    fractions: FROM_FRACTIONS,
    paths: [EXAMPLE],
  };
  if (!existsSync(FOLDER)) return [example];
  const recordings = RECORDINGS.map(({ name, paths }): Source => {
    // two stems are a mix that nobody has mastered
    const isMastered = paths.length === 1;
    // their authors decided on loudness; codecs have been over all of them
    const own: FindingKind[] = isMastered
      ? ['lossy-origin', 'limiter', 'over-compression']
      : ['lossy-origin'];
    return { name, origin: 'lossy', isMastered, own, fractions: FROM_FRACTIONS, paths };
  });
  const mixes = MIXES.map(
    (name): Source => ({
      name,
      origin: 'lossless',
      isMastered: false,
      own: [],
      fractions: [0],
      paths: [join(FOLDER, 'mixes', `${name}.flac`)],
    }),
  );
  return [...recordings, ...mixes, example];
}

async function readExcerpt(source: Source, fraction: number): Promise<Excerpt> {
  const stems: Channels[] = [];
  for (const path of source.paths) {
    const passage = await readPassage(path, fraction);
    stems.push(source.origin === 'lossless' ? undone(passage) : passage);
  }
  const [first, ...others] = stems;
  const { sampleRateHz } = first!;
  const channels = first!.channels.map((samples, c) =>
    samples.map((x, n) => others.reduce((all, stem) => all + stem.channels[c]![n]!, x) / stems.length),
  );
  dress(channels, source.origin, sampleRateHz);
  const { name, origin, isMastered, own } = source;
  return {
    name: `${name} @ ${fraction}`,
    origin,
    isMastered,
    own: [...own, ...provenOf(channels)],
    channels,
    sampleRateHz,
  };
}

/** A mix at the rate that it was made at. */
function undone({ channels, sampleRateHz }: Channels): Channels {
  return {
    channels: channels.map(x => new Float32Array(resample(x, sampleRateHz, MIX_RATE_HZ, TO_MIX_RATE))),
    sampleRateHz: MIX_RATE_HZ,
  };
}

/** No offset, headroom, the noise of a converter, and ends as a mix has them. */
function dress(channels: readonly Float32Array[], origin: Excerpt['origin'], rate: number): void {
  const frameCount = channels[0]!.length;
  for (const samples of channels) {
    const offset = samples.reduce((sum, x) => sum + x, 0) / frameCount;
    for (let n = 0; n < frameCount; n++) samples[n]! -= offset;
  }
  const gain = Math.min(1, HIGHEST_PEAK / peakOf(channels));
  const random = makeRandom(frameCount);
  const noise = origin === 'lossy' ? 0 : CONVERTER_NOISE;
  for (const samples of channels)
    for (let n = 0; n < frameCount; n++)
      samples[n] =
        (gain * samples[n]! + (noise > 0 ? noise * normal(random) : 0)) * fadeAt(n, frameCount, rate);
}

function fadeAt(frame: number, frameCount: number, rate: number): number {
  const fromStart = frame / rate - HEAD_SECONDS;
  const toEnd = (frameCount - frame) / rate - TAIL_SECONDS;
  const part = Math.min(1, Math.max(0, Math.min(fromStart / FADE_IN_SECONDS, toEnd / FADE_OUT_SECONDS)));
  return 0.5 - 0.5 * Math.cos(Math.PI * part);
}

/** Decoding whole songs for ten seconds takes a minute, so passages are kept. */
const CACHE = join(tmpdir(), 'deadwax-fault-passages');

/** A stretch of a file, two channels. */
async function readPassage(path: string, fraction: number): Promise<Channels> {
  const kept = join(CACHE, `${basename(path)}-${statSync(path).size}-${fraction}-${EXCERPT_SECONDS}.f32`);
  if (!existsSync(kept)) {
    const { channels, sampleRateHz } = await readChannels(path);
    const available = channels[0]!.length;
    for (const wanted of path === EXAMPLE || !path.includes('mixes') ? FROM_FRACTIONS : [fraction]) {
      const frameCount = Math.min(available, Math.round(EXCERPT_SECONDS * sampleRateHz));
      const start = Math.round(wanted * (available - frameCount));
      keep(kept.replace(`-${fraction}-`, `-${wanted}-`), {
        channels: channels.map(samples => samples.subarray(start, start + frameCount)),
        sampleRateHz,
      });
    }
  }
  const bytes = readFileSync(kept);
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const frameCount = (all.length - 1) / 2;
  return {
    sampleRateHz: all[0]!,
    channels: [all.slice(1, 1 + frameCount), all.slice(1 + frameCount)],
  };
}

/** Rate, left, right; renamed into place, so that two runs do not meet halfway. */
function keep(path: string, { channels: [left, right], sampleRateHz }: Channels): void {
  mkdirSync(CACHE, { recursive: true });
  const all = new Float32Array(1 + 2 * left!.length);
  all[0] = sampleRateHz;
  all.set(left!, 1);
  all.set(right ?? left!, 1 + left!.length);
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, new Uint8Array(all.buffer));
  renameSync(unfinished, path);
}
