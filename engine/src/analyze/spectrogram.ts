import { thirdOctaves } from '../standards/index.ts';
import { powerToDb } from '../units/index.ts';
import { type SpectrumWindows, spectrumHopFrames, spectrumWindowFrames } from './measure-segment.ts';

/** How the spectrum goes along a programme, for pictures. */
export interface Spectrogram {
  /** Time of the first column's left edge. */
  readonly startSeconds: number;
  readonly columnSeconds: number;
  /** Nominal 1/3 octaves, as in Facts.spectrum. */
  readonly centresHz: readonly number[];
  /** One row per centre, one value per column: mid and side power in steps of 0.5 dB; FLOOR_DB for silence. */
  readonly levelsDb: readonly (readonly number[])[];
}

const MOST_COLUMNS = 600;
/** Below anything that a picture shows. */
const FLOOR_DB = -140;
const STEP_DB = 0.5;

/** Draws a programme from the spectral windows that the analysis has made anyway. */
export function makeSpectrogram(spectrum: SpectrumWindows, sampleRateHz: number): Spectrogram {
  const { bandCount, windowCount } = spectrum;
  const hopSeconds = spectrumHopFrames(sampleRateHz) / sampleRateHz;
  const windowsPerColumn = Math.max(1, Math.ceil(windowCount / MOST_COLUMNS));
  const columnCount = Math.ceil(windowCount / windowsPerColumn);
  const levelsDb = Array.from({ length: bandCount }, (_, band) =>
    Array.from({ length: columnCount }, (__, column) => {
      const from = column * windowsPerColumn;
      const to = Math.min(from + windowsPerColumn, windowCount);
      let power = 0;
      for (let window = from; window < to; window++) {
        const at = window * bandCount + band;
        power += spectrum.mid[at]! + spectrum.side[at]!;
      }
      return levelOf(power / (to - from));
    }),
  );
  return {
    // a window tells of its middle: half a hop on either side of it
    startSeconds: spectrumWindowFrames(sampleRateHz) / 2 / sampleRateHz - hopSeconds / 2,
    columnSeconds: windowsPerColumn * hopSeconds,
    centresHz: thirdOctaves(sampleRateHz).centresHz,
    levelsDb,
  };
}

function levelOf(power: number): number {
  return power <= 0 ? FLOOR_DB : Math.max(FLOOR_DB, STEP_DB * Math.round(powerToDb(power) / STEP_DB));
}
