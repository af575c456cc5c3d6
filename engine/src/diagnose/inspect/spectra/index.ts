export type { SoundBurst } from './bursts.ts';
export { STEPS_PER_OCTAVE } from './grid.ts';
export type { RingProfile, ToneSection } from './profile.ts';
export { type BurstsTrace, type SpectraTrace, spectraTracer } from './spectra.ts';
