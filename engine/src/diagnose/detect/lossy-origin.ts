import { jsonNumber } from '../../units/index.ts';
import { say } from '../../units/words.ts';
import type { Detector, DiagnoseContext } from '../context.ts';
import type { Evidence, Finding } from '../findings.ts';
import type { GridTrace } from '../inspect/origin.ts';
import { makeFinding } from '../make-finding.ts';
import { sayKilohertz } from './say.ts';

/** Over a thousand alignments of music that was never coded the deepest stays under 5 deviations. */
const GRID_LIMIT = 6;
/** Coders end here; below it is a choice of sound, above it the filter of a converter. */
const LOWEST_EDGE_HZ = 10500;
const HIGHEST_EDGE_HZ = 21700;
/** The edge stands at one frequency through the programme. */
const LEAST_STEADY = 0.6;

const NAMES: { readonly [Family in GridTrace['family']]: string } = {
  mp3: 'MP3',
  aac: 'AAC',
  'aac-sine': 'AAC',
  vorbis: 'Vorbis',
};

/** A lossy coder in the past of a file: called only where its frame grid and its edge agree. */
export const detectLossyOrigin: Detector = context =>
  context.format.isLossy ? lossyContainer(context) : codedBefore(context);

function edgeEvidence({ traces }: DiagnoseContext): Evidence | null {
  const { edgeHz, fallDb, steadyFraction } = traces.origin.edge;
  if (edgeHz === null || edgeHz < LOWEST_EDGE_HZ || edgeHz > HIGHEST_EDGE_HZ) return null;
  if (steadyFraction < LEAST_STEADY) return null;
  return { fact: `fall within 500 Hz at ${sayKilohertz(edgeHz)}`, found: fallDb, limit: 20, unit: 'dB' };
}

/** What the file says of itself is a fact, not a find. */
function lossyContainer(context: DiagnoseContext): readonly Finding[] {
  const { facts, format, traces } = context;
  const edge = edgeEvidence(context);
  const ends = edge === null ? '' : ` Its spectrum ends at ${sayKilohertz(traces.origin.edge.edgeHz!)}.`;
  return [
    makeFinding(facts, {
      id: 'lossy-origin',
      kind: 'lossy-origin',
      severity: 'note',
      evidence: [
        { fact: 'encoding of the file', found: format.encoding, limit: 'lossless', unit: '' },
        ...(edge === null ? [] : [edge]),
      ],
      confidenceFraction: 1,
      title: 'A lossy file',
      sentence: `The file is ${format.encoding}, a lossy format.${ends}`,
      proposal: 'Deadwax masters what is there.',
      inTheMix:
        'Send the mix as WAV, AIFF or FLAC, exported from the session and not converted from this file.',
    }),
  ];
}

function codedBefore(context: DiagnoseContext): readonly Finding[] {
  const { facts, traces } = context;
  const [grid] = traces.origin.grids;
  const edge = edgeEvidence(context);
  if (grid === undefined || grid.depthDeviations < GRID_LIMIT || edge === null) return [];
  const name = NAMES[grid.family];
  const edgeHz = traces.origin.edge.edgeHz!;
  return [
    makeFinding(facts, {
      id: 'lossy-origin',
      kind: 'lossy-origin',
      severity: 'ask',
      fromHz: edgeHz,
      toHz: jsonNumber(facts.sampleRateHz / 2),
      evidence: [
        edge,
        {
          fact: `zeroed coefficients on the frame grid of ${name}, deviations from every other alignment`,
          found: grid.depthDeviations,
          limit: GRID_LIMIT,
          unit: '',
        },
      ],
      confidenceFraction: Math.min(0.99, 0.85 + (grid.depthDeviations - GRID_LIMIT) / 60),
      title: `Once an ${name === 'Vorbis' ? 'Ogg Vorbis' : name} file`,
      sentence: `This was coded as ${name} before: nothing is left above ${sayKilohertz(edgeHz)}, and its coefficients vanish on the coder's frame grid (${say(grid.depthDeviations, 'deviations', 0)}).`,
      proposal:
        'Deadwax masters what is there; what the coder took away stays away, and a second coding adds to it.',
      inTheMix:
        'Export the mix again from the session as WAV; look for a sample or a stem that came as a lossy file.',
      question: {
        text: `The file was ${name} before. Is there an original without lossy coding?`,
        choices: [
          { answer: 'intended', consequence: 'This is the best there is; it is not held against the mix.' },
          { answer: 'leave', consequence: 'It is mastered as it is; a lossless export would be better.' },
        ],
        safeDefault: 'leave',
      },
    }),
  ];
}
