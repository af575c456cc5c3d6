export { describeMaster } from './describe-master.ts';
export { type EqualiserCurve, equaliserCurve } from './equaliser-curve.ts';
export { deliveryFileNames } from './file-names.ts';
export type { ReportInput } from './report/input.ts';
export { renderReport } from './report/page.ts';
export type { Session, SessionFile } from './session.ts';
export { formatJson, writeText } from './text.ts';
