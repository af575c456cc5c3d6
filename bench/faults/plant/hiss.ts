import { between, readable, whiteNoise } from './draw.ts';
import { filtered, highPass } from './filters.ts';
import { copyOf, keepHeadroom, oncePerExcerpt, percentileOf, rmsOf, toDb, toGain } from './levels.ts';
import { bandPower, midSpectra } from './spectra.ts';
import type { Recipe } from './types.ts';

const WINDOW_FRAMES = 2048;
/** Where music leaves most room and hiss is heard first. */
const FROM_HZ = 5000;
const TO_HZ = 12000;
/** Below this not even a pause of a loud record lets it through. */
const LEAST_DBFS = -66;
const MOST_DBFS = -44;

/** Power of the quietest tenth. */
const quietFloor = oncePerExcerpt(({ channels, sampleRateHz }) => quietPower(channels, sampleRateHz, 0.1));

/** Broadband hiss. */
export const hiss: Recipe = {
  name: 'hiss',
  kinds: ['hiss'],
  // it stands before the first note and behind the last
  alsoTrue: ['cut-off-start', 'cut-off-end'],
  scoring: 'any',
  toleranceSeconds: 1,
  bar: 0.85,
  range:
    'white noise, or noise from 1 to 3 kHz up, 10 to 22 dB over the quietest tenth of the music between 5 and 12 kHz, −66 to −44 dBFS: what a preamplifier or a tape leaves, heard in every pause',
  make(excerpt, random) {
    const marginDb = between(random, 10, 22);
    const fromHz = random() < 0.5 ? 0 : between(random, 1000, 3000);
    const { sampleRateHz } = excerpt;
    const make = (frameCount: number): Float64Array => {
      const noise = whiteNoise(random, frameCount);
      return fromHz > 0 ? filtered(noise, highPass(fromHz, sampleRateHz)) : noise;
    };
    const trial = make(sampleRateHz);
    const unit = quietPower([trial, make(sampleRateHz)], sampleRateHz, 0.5);
    const gain = toGain(marginDb) * Math.sqrt(quietFloor(excerpt) / unit);
    const levelDbfs = toDb(gain * rmsOf(trial));
    if (levelDbfs < LEAST_DBFS || levelDbfs > MOST_DBFS) return null;
    const channels = copyOf(excerpt);
    const frameCount = channels[0]!.length;
    const noises = channels.map(() => make(frameCount));
    channels.forEach((samples, c) => {
      for (let n = 0; n < frameCount; n++) samples[n]! += gain * noises[c]![n]!;
    });
    keepHeadroom(channels);
    return {
      channels,
      parameters: { fromHz: readable(fromHz), marginDb: readable(marginDb), levelDbfs: readable(levelDbfs) },
      band: { fromHz: Math.max(20, fromHz), toHz: 20000 },
    };
  },
};

/** Power from 5 to 12 kHz that a fraction of the windows with music do not pass. */
export function quietPower(
  channels: readonly (Float32Array | Float64Array)[],
  rate: number,
  fraction: number,
): number {
  const powers = midSpectra(channels, WINDOW_FRAMES).map(spectrum =>
    bandPower(spectrum, FROM_HZ, TO_HZ, rate / WINDOW_FRAMES),
  );
  // windows at the ends are digital silence
  return percentileOf(
    powers.filter(power => power > 1e-14),
    fraction,
  );
}
