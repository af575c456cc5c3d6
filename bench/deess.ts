/**
 * Sharp sibilants planted into real music: whether they are found, what else is found, and what the de-esser makes of them.
 *
 * A plant raises the six strongest sibilants of ten seconds (s sounds or hi-hats) by 4 … 10 dB between 5 and 9 kHz. It is one where the
 * result is sharp to an ear: the mean of the six then stands no lower than the middle of the mix. Passages in which 10 dB do not
 * get there have no sibilants to speak of and are left out. A find counts where it overlaps a planted place; every other one is false, in planted
 * and in untouched passages alike.
 */
import { type DiagnoseContext, inspect, repairs } from '@deadwax/engine';
import type { MemoryHost } from '../conformance/support/memory.ts';
import { hasRecordings, makeCodecHost } from '../conformance/support/recordings.ts';
import { detectSibilance } from '../engine/src/diagnose/detect/sibilance.ts';
import { everyMusic, type Music, readMusic } from './support/music.ts';
import { paceOf } from './support/pace.ts';
import { between, seeded } from './support/seeded.ts';
import { boostSibilants, findNaturalSibilants, type Sibilant } from './support/sibilants.ts';
import { bandLevels, process as play } from './support/tone.ts';

const SECONDS = 10;
const PASSAGES = 7;
const PLANTS_PER_PASSAGE = 8;
const COUNT = 6;
const print = (line: string) => void process.stdout.write(`${line}\n`);
if (!hasRecordings) {
  print('deess: no recordings beside the checkout, nothing measured');
  process.exit(1);
}

/** Mean square of 5 … 9 kHz over the planted places alone, dB. */
function placesDb(music: Music, places: readonly Sibilant[], host: MemoryHost): number {
  const parts = places.map(({ fromFrame, toFrame }) => {
    const middle = (fromFrame + toFrame) >> 1;
    const from = Math.max(0, middle - 4096);
    const channels = music.channels.map(channel => channel.slice(from, from + 8192));
    return 10 ** (bandLevels({ ...music, channels }, host, [5000, 9000])[0]! / 10);
  });
  return 10 * Math.log10(parts.reduce((sum, power) => sum + power, 0) / parts.length + 1e-20);
}

/** What the detector says of ten seconds. */
async function sibilanceOf(music: Music, host: MemoryHost) {
  const source = host.makeSource(music.channels, music.sampleRateHz);
  const traces = await inspect(source, ['spectra'], host.powers, {});
  const durationSeconds = source.frameCount / source.sampleRateHz;
  return detectSibilance({ facts: { durationSeconds }, traces } as unknown as DiagnoseContext)[0];
}

/** Ten seconds from a fraction of the whole on. */
function cut(whole: Music, fromFraction: number): Music {
  const count = whole.channels[0]!.length;
  const frames = Math.min(count, SECONDS * whole.sampleRateHz);
  const from = Math.round(fromFraction * (count - frames));
  return { ...whole, channels: whole.channels.map(channel => channel.slice(from, from + frames)) };
}

const next = seeded(19961101);
const total = { plants: 0, found: 0, places: 0, placesFound: 0, others: 0, passages: 0, falsePassages: 0 };
const taken: number[] = [];
const body: number[] = [];
print(
  'piece | passages (false finds) | plants found | places found | other places | excess taken, dB | change below 4 kHz, dB',
);
for (const piece of everyMusic()) {
  const seen = { passages: 0, wrong: 0, plants: 0, found: 0, places: 0, placesFound: 0, others: 0 };
  const ownTaken: number[] = [];
  const ownBody: number[] = [];
  const whole = await readMusic(piece, makeCodecHost(), 0, 3600);
  for (let passage = 0; passage < PASSAGES; passage++) {
    const music = cut(whole, passage / (PASSAGES - 1));
    const isShort = music.channels[0]!.length < 9.5 * music.sampleRateHz;
    if (isShort && passage > 0) break;
    const isWrong = (await sibilanceOf(music, makeCodecHost())) !== undefined;
    seen.passages += 1;
    seen.wrong += isWrong ? 1 : 0;
    const places = findNaturalSibilants(music, makeCodecHost()).slice(0, COUNT);
    const meanDb = places.reduce((sum, { levelDb }) => sum + levelDb, 0) / places.length;
    if (places.length < COUNT || meanDb < -10) continue;
    for (let plant = 0; plant < PLANTS_PER_PASSAGE * (isShort ? 2 : 1); plant++) {
      const gainDb = between(next, Math.max(4, -meanDb), 10);
      const host = makeCodecHost();
      const planted = boostSibilants(music, places, gainDb);
      const finding = await sibilanceOf(planted, host);
      const overlaps = (startSeconds: number, endSeconds: number, { fromFrame, toFrame }: Sibilant) =>
        startSeconds * music.sampleRateHz < toFrame + 500 &&
        endSeconds * music.sampleRateHz > fromFrame - 500;
      const found = places.filter(place =>
        finding?.places.some(({ startSeconds, endSeconds }) => overlaps(startSeconds, endSeconds, place)),
      );
      const others = (finding?.places ?? []).filter(
        ({ startSeconds, endSeconds }) => !places.some(place => overlaps(startSeconds, endSeconds, place)),
      );
      seen.plants += 1;
      seen.found += finding === undefined ? 0 : 1;
      seen.places += COUNT;
      seen.placesFound += found.length;
      seen.others += others.length;
      if (finding?.repair?.repair !== 'deess') continue;
      const { parameters } = finding.repair;
      const spec = repairs.deess;
      if (spec.kind !== 'stream') continue;
      const mended = play(planted, host, () =>
        spec.make(
          parameters,
          { sampleRateHz: music.sampleRateHz, channelCount: music.channels.length },
          host.powers.kernels,
        ),
      );
      const raised = placesDb(planted, places, host) - placesDb(music, places, host);
      ownTaken.push((placesDb(planted, places, host) - placesDb(mended, places, host)) / Math.max(1, raised));
      const low = (each: Music) => bandLevels(each, host, [100, 4000])[0]!;
      ownBody.push(Math.abs(low(mended) - low(planted)));
    }
  }
  total.passages += seen.passages;
  total.falsePassages += seen.wrong;
  total.plants += seen.plants;
  total.found += seen.found;
  total.places += seen.places;
  total.placesFound += seen.placesFound;
  total.others += seen.others;
  taken.push(...ownTaken);
  body.push(...ownBody);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  print(
    `${piece.name} | ${seen.passages} (${seen.wrong}) | ${seen.found}/${seen.plants} | ${seen.placesFound}/${seen.places} | ${seen.others} | ${ownTaken.length > 0 ? `${(100 * mean(ownTaken)).toFixed(0)} %` : '–'} | ${ownBody.length > 0 ? Math.max(...ownBody).toFixed(2) : '–'}`,
  );
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
print(
  `deess: ${total.plants} plants in ${total.passages} passages, recall ${(total.found / total.plants).toFixed(3)}, precision ${(total.found / (total.found + total.falsePassages)).toFixed(3)}; places: recall ${(total.placesFound / total.places).toFixed(3)}, precision ${(total.placesFound / (total.placesFound + total.others)).toFixed(3)}`,
);
print(
  `deess: takes ${(100 * mean(taken)).toFixed(0)} % of the planted excess on average; below 4 kHz nothing moves by more than ${Math.max(...body).toFixed(3)} dB`,
);
for (const rateHz of [44100, 96000]) {
  const host = makeCodecHost();
  const setting = { fromHz: 5000, toHz: 10000, thresholdDb: -20, rangeDb: 6, floorDbfs: -90 };
  const pace = paceOf(host, rateHz, () => host.powers.kernels.makeDeesser(setting, rateHz, 2));
  print(`deess: ${pace.toFixed(0)} × real time a thread at ${rateHz} Hz, stereo, always working`);
}
