export type { SoundBurst } from './bursts.ts';
export type { RingProfile, ToneSection } from './profile.ts';
export { type BurstsTrace, type SpectraTrace, spectraTracer } from './spectra.ts';
