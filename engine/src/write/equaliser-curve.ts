import type { Kernels } from '../audio/index.ts';
import { processors } from '../chain/index.ts';
import type { Plan } from '../plan/plan.ts';
import { exponential, naturalLog } from '../units/index.ts';

/** What all equalisers of a plan do together, for pictures. */
export interface EqualiserCurve {
  readonly frequenciesHz: readonly number[];
  readonly gainDb: readonly number[];
}

const POINTS = 160;
const LOWEST_HZ = 20;
const HIGHEST_HZ = 20000;

/** Sums the responses of every enabled equaliser at its strength, on a logarithmic grid. */
export function equaliserCurve(plan: Plan, kernels: Kernels): EqualiserCurve {
  const highestHz = Math.min(HIGHEST_HZ, 0.49 * plan.sampleRateHz);
  const octaves = naturalLog(highestHz / LOWEST_HZ);
  const frequenciesHz = Array.from(
    { length: POINTS },
    (_, index) => LOWEST_HZ * exponential((octaves * index) / (POINTS - 1)),
  );
  const sections = plan.stages.flatMap(stage =>
    stage.processor === 'eq' && stage.isEnabled
      ? processors.eq
          .scale(stage.parameters, stage.strengthFraction)
          .bands.map(band => kernels.designFilter(band, plan.sampleRateHz))
      : [],
  );
  const gainDb = frequenciesHz.map(hz =>
    sections.reduce((sum, section) => sum + kernels.filterResponseDb(section, hz, plan.sampleRateHz), 0),
  );
  return { frequenciesHz, gainDb };
}
