import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector } from '../context.ts';
import { makeFinding } from '../make-finding.ts';
import { sayKilohertz } from './say.ts';

/** Rates that music is recorded at. */
const OLD_RATES_HZ: readonly number[] = [16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000];
/** A converter's edge ends at the old Nyquist, or a little above where its filter is short. */
const FROM_FRACTION = 0.955;
const TO_FRACTION = 1.07;
/** Above the edge there is nothing but rounding: the noise of 16 bit, with dither, is −96 dBFS in all. */
const FLOOR_LIMIT_DBFS = -93;
const LEAST_STEADY = 0.8;
/** Coders leave a grid at this depth and more; then the edge is theirs. */
const GRID_LIMIT = 6;

/** A higher rate than the music was made at. */
export const detectUpsampled: Detector = ({ facts, traces, format }) => {
  const { edgeHz, bottomHz, fallDb, floorDbfs, steadyFraction } = traces.origin.edge;
  if (format.isLossy || edgeHz === null || bottomHz === null || floorDbfs === null) return [];
  if (steadyFraction < LEAST_STEADY || floorDbfs > FLOOR_LIMIT_DBFS) return [];
  if ((traces.origin.grids[0]?.depthDeviations ?? 0) >= GRID_LIMIT) return [];
  const oldRateHz = OLD_RATES_HZ.find(
    rate =>
      rate < 0.95 * facts.sampleRateHz &&
      bottomHz >= (FROM_FRACTION * rate) / 2 &&
      bottomHz <= (TO_FRACTION * rate) / 2,
  );
  if (oldRateHz === undefined) return [];
  const rate = sayKilohertz(oldRateHz);
  return [
    makeFinding(facts, {
      id: 'upsampled',
      kind: 'upsampled',
      severity: 'note',
      fromHz: bottomHz,
      toHz: jsonNumber(facts.sampleRateHz / 2),
      evidence: [
        { fact: 'end of the spectrum', found: bottomHz, limit: oldRateHz / 2, unit: 'Hz' },
        { fact: `fall within 500 Hz at ${sayKilohertz(edgeHz)}`, found: fallDb, limit: 20, unit: 'dB' },
        { fact: 'everything above', found: floorDbfs, limit: FLOOR_LIMIT_DBFS, unit: 'dBFS' },
      ],
      confidenceFraction: 0.9,
      title: `Made at ${rate}`,
      sentence: `The file runs at ${sayKilohertz(facts.sampleRateHz)}, but its spectrum falls by ${say(fallDb!, 'dB', 0)} at ${sayKilohertz(edgeHz)} and holds nothing above: it was converted from ${rate}.`,
      proposal: 'Deadwax masters it as it is; the higher rate costs nothing and brings nothing.',
      inTheMix: `Export at the rate of the session, probably ${rate}, without conversion.`,
    }),
  ];
};
