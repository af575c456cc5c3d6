// Second-order sections in series on two channels at once, f64.
//
// Direct form I, because neighbours share their memories and the recursion is one multiply and one subtract deep;
// two sections run side by side, so that one's waiting is the other's work (measured: four are slower, they spill).

import { hushAll } from './lanes';

/** One section: b0 b1 b2 a1 a2 in both lanes, then its inputs x1 x2 and outputs y1 y2 of the last two frames. */
export const SECTION_BYTES: usize = 144;
const MEMORY: usize = 80;

/** @param coefficients sectionCount × (b0 b1 b2 a1 a2), f64 */
export function setSections(sections: usize, sectionCount: i32, coefficients: usize): void {
  for (let k = 0; k < sectionCount; k++) {
    const at = sections + <usize>k * SECTION_BYTES;
    for (let c = 0; c < 5; c++) {
      v128.store(at + ((<usize>c) << 4), v128.load64_splat(coefficients + <usize>(k * 5 + c) * 8));
    }
  }
}

export function clearSections(sections: usize, sectionCount: i32): void {
  for (let k = 0; k < sectionCount; k++) memory.fill(sections + <usize>k * SECTION_BYTES + MEMORY, 0, 64);
}

export function hushSections(sections: usize, sectionCount: i32): void {
  for (let k = 0; k < sectionCount; k++) hushAll(sections + <usize>k * SECTION_BYTES + MEMORY, 4);
}

/** In place on f64 pairs. */
export function runSections(sections: usize, sectionCount: i32, pairs: usize, frameCount: i32): void {
  let k = 0;
  for (; k <= sectionCount - 2; k += 2) runTwo(sections + <usize>k * SECTION_BYTES, pairs, frameCount);
  if (k < sectionCount) runOne(sections + <usize>k * SECTION_BYTES, pairs, frameCount);
}

function section(at: usize, x: v128, x1: v128, x2: v128, y1: v128, y2: v128): v128 {
  const past = f64x2.sub(
    f64x2.add(f64x2.mul(v128.load(at, 16), x1), f64x2.mul(v128.load(at, 32), x2)),
    f64x2.mul(v128.load(at, 64), y2),
  );
  return f64x2.sub(f64x2.add(past, f64x2.mul(v128.load(at), x)), f64x2.mul(v128.load(at, 48), y1));
}

function runOne(a: usize, pairs: usize, frameCount: i32): void {
  let x1 = v128.load(a, MEMORY);
  let x2 = v128.load(a, MEMORY + 16);
  let y1 = v128.load(a, MEMORY + 32);
  let y2 = v128.load(a, MEMORY + 48);
  for (const end = pairs + ((<usize>frameCount) << 4); pairs < end; pairs += 16) {
    const x = v128.load(pairs);
    const y = section(a, x, x1, x2, y1, y2);
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    v128.store(pairs, y);
  }
  v128.store(a, x1, MEMORY);
  v128.store(a, x2, MEMORY + 16);
  v128.store(a, y1, MEMORY + 32);
  v128.store(a, y2, MEMORY + 48);
}

function runTwo(a: usize, pairs: usize, frameCount: i32): void {
  const b = a + SECTION_BYTES;
  let x1 = v128.load(a, MEMORY);
  let x2 = v128.load(a, MEMORY + 16);
  let y1 = v128.load(a, MEMORY + 32);
  let y2 = v128.load(a, MEMORY + 48);
  let z1 = v128.load(b, MEMORY + 32);
  let z2 = v128.load(b, MEMORY + 48);
  for (const end = pairs + ((<usize>frameCount) << 4); pairs < end; pairs += 16) {
    const x = v128.load(pairs);
    const y = section(a, x, x1, x2, y1, y2);
    const z = section(b, y, y1, y2, z1, z2);
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    z2 = z1;
    z1 = z;
    v128.store(pairs, z);
  }
  v128.store(a, x1, MEMORY);
  v128.store(a, x2, MEMORY + 16);
  v128.store(a, y1, MEMORY + 32);
  v128.store(a, y2, MEMORY + 48);
  v128.store(b, z1, MEMORY + 32);
  v128.store(b, z2, MEMORY + 48);
}
