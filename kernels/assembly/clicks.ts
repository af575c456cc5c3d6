// What the face of the clicks calls.

export { clickSearchRun } from './click-runs';
export { clickSearchMake } from './click-search';
