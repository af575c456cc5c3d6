export { toPcm16, toSurveyInput } from './input.ts';
export { measurePeaq, type PeaqResult } from './measure.ts';
export { estimateMushra, MOV_NAMES, type Movs } from './network.ts';
