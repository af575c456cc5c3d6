import { log2 } from '../../units/index.ts';
import { say, sayPercent } from '../../units/words.ts';
import type { Detector, DiagnoseContext } from '../context.ts';
import type { Evidence } from '../findings.ts';
import { makeFinding } from '../make-finding.ts';

/** Two bits less than stated: one is lost by a polite export. */
const LEAST_LOST_BITS = 2;
/** Codes that must be expected before their absence means something. */
const LEAST_EXPECTED = 400;

interface Found {
  readonly bits: number;
  readonly evidence: Evidence;
}

/** Fewer bits than the file states. */
export const detectPaddedDepth: Detector = context => {
  const { facts, format } = context;
  const statedBits = format.isLossy ? null : format.depthBits;
  const found =
    statedBits === null ? null : (trailingZeros(context, statedBits) ?? missingCodes(context, statedBits));
  if (found === null || statedBits === null) return [];
  return [
    makeFinding(facts, {
      id: 'padded-depth',
      kind: 'padded-depth',
      severity: 'note',
      evidence: [found.evidence],
      confidenceFraction: 0.98,
      title: `${found.bits} bits in a ${statedBits}-bit file`,
      sentence: `The file states ${statedBits} bits, but its samples use only ${found.bits}: the noise floor is that of ${found.bits} bits.`,
      proposal:
        'Deadwax works in floating point and dithers once at the end; what was rounded before stays rounded.',
      inTheMix: `Export at ${statedBits} bits or in 32-bit float straight from the session.`,
    }),
  ];
};

/** Every sample ends in zeros. */
function trailingZeros({ facts }: DiagnoseContext, statedBits: number): Found | null {
  const bits = facts.effectiveDepthBits;
  if (bits === null || statedBits - bits < LEAST_LOST_BITS) return null;
  return {
    bits,
    evidence: { fact: 'bits that hold every sample', found: bits, limit: statedBits, unit: 'bit' },
  };
}

/** After a change of level the zeros are gone, but whole rows of codes still never occur. */
function missingCodes({ traces }: DiagnoseContext, statedBits: number): Found | null {
  const use = traces.codes.grids.find(({ gridBits }) => gridBits === statedBits);
  if (use === undefined || use.expectedCodes < LEAST_EXPECTED) return null;
  const share = Math.max(use.usedCodes, 1) / use.expectedCodes;
  const lostBits = -log2(share);
  if (lostBits < LEAST_LOST_BITS) return null;
  return {
    bits: Math.round(statedBits - lostBits),
    evidence: {
      fact: `codes in use among ${say(use.expectedCodes, '', 0)} that should be (${sayPercent(share)})`,
      found: use.usedCodes,
      limit: Math.round(use.expectedCodes / 4),
      unit: 'codes',
    },
  };
}
