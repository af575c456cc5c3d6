import { expect } from 'vitest';

/** A tolerance as a sentence: the value, how far it may be off on either side, its unit and where that is written. */
export function within(
  actual: number | null,
  expected: number,
  tolerance: number | { readonly above: number; readonly below: number },
  unit: string,
  source: string,
): void {
  const { above, below } = typeof tolerance === 'number' ? { above: tolerance, below: tolerance } : tolerance;
  const found = actual ?? Number.NaN;
  const claim = `${found} ${unit} is within −${below}/+${above} of ${expected} ${unit} (${source})`;
  // a hair for the decimal rounding of facts
  expect(found - expected <= above + 5e-4 && expected - found <= below + 5e-4, claim).toBe(true);
}
