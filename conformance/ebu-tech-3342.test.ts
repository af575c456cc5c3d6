import { describe, it } from 'vitest';
import { measureStereo } from './support/measure.ts';
import { type ToneStep, toneSteps } from './support/signals.ts';
import { within } from './support/within.ts';

const CASES: readonly {
  readonly number: number;
  readonly levels: readonly number[];
  readonly rangeLu: number;
}[] = [
  { number: 1, levels: [-20, -30], rangeLu: 10 },
  { number: 2, levels: [-20, -15], rangeLu: 5 },
  { number: 3, levels: [-40, -20], rangeLu: 20 },
  { number: 4, levels: [-50, -35, -20, -35, -50], rangeLu: 15 },
];

describe.each([44100, 48000, 96000, 192000])('EBU Tech 3342 at %i Hz', rate => {
  it.each(CASES)('case $number reads a range of $rangeLu LU', async ({ number, levels, rangeLu }) => {
    const steps = levels.map(level => [level, 20] as ToneStep);
    const facts = await measureStereo(toneSteps(steps, rate), rate);
    within(facts.loudnessRangeLu, rangeLu, 1, 'LU', 'EBU Tech 3342 (2023) table 1');
    console.log(`[bar] EBU 3342 case ${number} at ${rate} Hz: ${facts.loudnessRangeLu} LU`);
  });
});
