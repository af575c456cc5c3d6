import type { FilterShape, FilterSpec } from '../audio/index.ts';
import type { ProcessorSpec } from './processor.ts';

const GAIN_SHAPES: readonly FilterShape[] = ['bell', 'low-shelf', 'high-shelf'];

function isNeutralBand(band: FilterSpec): boolean {
  return GAIN_SHAPES.includes(band.shape) && band.gainDb === 0;
}

/** Gains shrink; what has no gain moves out of the way: a high-pass down, a low-pass up. */
function scaleBand(band: FilterSpec, strengthFraction: number): FilterSpec {
  if (GAIN_SHAPES.includes(band.shape)) return { ...band, gainDb: band.gainDb * strengthFraction };
  if (band.shape === 'high-pass') return { ...band, frequencyHz: band.frequencyHz * strengthFraction };
  if (band.shape === 'low-pass') return { ...band, frequencyHz: band.frequencyHz / strengthFraction };
  return band;
}

/** Parametric equaliser: decramped second-order sections in series. */
export const eq: ProcessorSpec<'eq'> = {
  name: 'eq',
  label: 'Equaliser',
  needsStereo: false,
  parameters: [
    {
      id: 'frequencyHz',
      label: 'Frequency',
      unit: 'Hz',
      help: 'Centre of a bell, middle of a shelf, −3 dB corner of a pass filter at Q 0.707',
      minimum: 10,
      maximum: 24000,
      neutral: 1000,
    },
    {
      id: 'gainDb',
      label: 'Gain',
      unit: 'dB',
      help: 'Lift or cut of a bell or shelf; other shapes have none',
      minimum: -12,
      maximum: 12,
      neutral: 0,
    },
    {
      id: 'q',
      label: 'Q',
      unit: '',
      help: 'Narrowness of a bell, steepness of a shelf, resonance of a pass filter',
      minimum: 0.1,
      maximum: 30,
      neutral: Math.SQRT1_2,
    },
  ],
  neutral: { bands: [] },
  isNeutral: ({ bands }) => bands.every(isNeutralBand),
  scale({ bands }, strengthFraction) {
    if (strengthFraction === 0) return { bands: [] };
    return { bands: bands.map(band => scaleBand(band, strengthFraction)) };
  },
  make({ bands }, { sampleRateHz, channelCount }, kernels) {
    const sections = bands
      .filter(band => !isNeutralBand(band))
      .map(band => kernels.designFilter(band, sampleRateHz));
    return kernels.makeBiquads(sections, channelCount);
  },
};
