import type { DeclipMode } from '../audio/index.ts';
import type { Evidence, Finding } from '../diagnose/findings.ts';
import { REPAIR_NAMES, type RepairCall, type RepairName, repairs } from '../repair/index.ts';
import type { Bound, PlannedRepair, Reason } from './plan.ts';

/** Which repairs, and how much of each. */
export interface RepairWish {
  /** Only these; null for all that the findings propose. */
  readonly only: readonly RepairName[] | null;
  readonly strengthFraction: number;
  /** How declipping is done; null as the finding proposes it. */
  readonly declipMode: DeclipMode | null;
}

/** Everything that the findings propose, at full strength. */
export const ALL_REPAIRS: RepairWish = { only: null, strengthFraction: 1, declipMode: null };

/**
 * The repairs that the findings ask for, in the order of the work.
 *
 * A finding that is only asked about is not mended, unless its repair was named: then that is the answer.
 */
export function planRepairs(findings: readonly Finding[], wish: RepairWish): readonly PlannedRepair[] {
  const planned = findings.flatMap(finding => {
    const { repair, severity } = finding;
    if (repair === null) return [];
    const isWanted = wish.only === null ? severity === 'fix' : wish.only.includes(repair.repair);
    return isWanted ? [planRepair(finding, withMode(repair, wish), wish.strengthFraction)] : [];
  });
  return REPAIR_NAMES.flatMap(name => planned.filter(({ repair }) => repair === name));
}

function withMode(call: RepairCall, { declipMode }: RepairWish): RepairCall {
  if (call.repair !== 'declip' || declipMode === null) return call;
  return { ...call, parameters: { ...call.parameters, mode: declipMode } };
}

function planRepair(finding: Finding, call: RepairCall, strengthFraction: number): PlannedRepair {
  return {
    id: finding.id,
    isEnabled: true,
    strengthFraction,
    ...call,
    because: finding.evidence.map(evidence => reasonOf(finding, evidence)),
    bounds: boundsOf(call.repair),
  };
}

function reasonOf({ id, sentence }: Finding, { fact, found, limit, unit }: Evidence): Reason {
  return { fact: `findings.${id}: ${fact}`, found, wanted: limit, unit, sentence };
}

function boundsOf(name: RepairName): Bound[] {
  return repairs[name].parameters.map(({ id, minimum, maximum, unit }) => ({
    parameter: id,
    minimum,
    maximum,
    unit,
  }));
}
