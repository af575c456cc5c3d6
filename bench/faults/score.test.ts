import type { FindingKind, Place } from '@deadwax/engine';
import { describe, expect, test } from 'vitest';
import type { Told } from './assess.ts';
import { type Plant, RECIPES } from './plant/index.ts';
import { judgeClean, judgePlant, recipesByKind } from './score.ts';

const KINDS = recipesByKind(RECIPES);
const WHOLE: Place = { startSeconds: 0, endSeconds: 10, channel: null };
const NOTHING = { told: [], own: [] };

function place(startSeconds: number, channel: number | null = null): Place {
  return { startSeconds, endSeconds: startSeconds + 0.001, channel };
}

function told(kind: FindingKind, places: readonly Place[] = [], band: Plant['band'] = null): Told {
  const [where = WHOLE] = places;
  return {
    kind,
    severity: 'fix',
    where,
    places,
    placeCount: places.length,
    fromHz: band?.fromHz ?? null,
    toHz: band?.toHz ?? null,
    evidence: [],
  };
}

function plant(kinds: readonly FindingKind[], given: Partial<Plant> = {}): Plant {
  const base = {
    fault: 'a fault',
    seed: 1,
    recording: 'a song',
    parameters: {},
    where: [],
    band: null,
    alsoTrue: [],
  };
  return { ...base, shiftSeconds: 0, kinds, ...given };
}

describe('a plant of places', () => {
  const clicks = plant(['clicks'], { where: [place(1, 0), place(2)] });

  test('is found where a finding touches each place', () => {
    const judged = judgePlant(clicks, [told('clicks', [place(1.005, 0), place(2.005, 1)])], NOTHING, KINDS);
    expect(judged).toMatchObject({ wantedCount: 2, foundCount: 2, falseAlarms: [] });
  });

  test('is missed in the other channel and beside its tolerance, and what was told there is wrong', () => {
    const judged = judgePlant(clicks, [told('clicks', [place(1, 1), place(2.1)])], NOTHING, KINDS);
    expect(judged).toMatchObject({ wantedCount: 2, foundCount: 0 });
    expect(judged.falseAlarms.length).toBe(2);
  });

  test('is not found by a finding of everything', () => {
    expect(judgePlant(clicks, [told('clicks')], NOTHING, KINDS).foundCount).toBe(0);
  });
});

describe('a plant of the whole', () => {
  test('is found by one finding of its kind', () => {
    expect(judgePlant(plant(['hum']), [told('hum')], NOTHING, KINDS)).toMatchObject({
      wantedCount: 1,
      foundCount: 1,
    });
    expect(judgePlant(plant(['hum']), [told('hiss')], NOTHING, KINDS)).toMatchObject({
      foundCount: 0,
      falseAlarms: [{ kind: 'hiss' }],
    });
  });

  test('is not found in another band', () => {
    const ring = plant(['resonance'], { band: { fromHz: 950, toHz: 1050 } });
    const near = told('resonance', [], { fromHz: 1100, toHz: 1200 });
    const far = told('resonance', [], { fromHz: 2000, toHz: 2100 });
    expect(judgePlant(ring, [near], NOTHING, KINDS)).toMatchObject({ foundCount: 1, falseAlarms: [] });
    expect(judgePlant(ring, [far], NOTHING, KINDS)).toMatchObject({
      foundCount: 0,
      falseAlarms: [{ kind: 'resonance' }],
    });
  });

  test('teaches nothing where the clean excerpt has the fault already', () => {
    const clean = { told: [told('hum')], own: [] };
    expect(judgePlant(plant(['hum']), [told('hum')], clean, KINDS)).toMatchObject({
      wantedCount: 0,
      foundCount: 0,
      falseAlarms: [],
    });
  });
});

describe('a wrong finding', () => {
  test('counts once, in the clean excerpt, and not again in what was planted into it', () => {
    const clean = { told: [told('clicks', [place(3)])], own: [] };
    expect(judgeClean(clean, KINDS).length).toBe(1);
    const judged = judgePlant(plant(['dc']), [told('dc'), told('clicks', [place(3)])], clean, KINDS);
    expect(judged).toMatchObject({ foundCount: 1, falseAlarms: [], knownCount: 1 });
  });

  test('is known again where the planted fault moved it', () => {
    const clean = { told: [told('clicks', [place(3)])], own: [] };
    const silence = plant(['long-silence'], {
      where: [{ startSeconds: 0, endSeconds: 4, channel: null }],
      shiftSeconds: 4,
    });
    expect(judgePlant(silence, [told('clicks', [place(7)])], clean, KINDS)).toMatchObject({
      falseAlarms: [],
      knownCount: 1,
    });
  });

  test('is none where it is a true consequence or true of the recording', () => {
    expect(
      judgePlant(plant(['dc'], { alsoTrue: ['hiss'] }), [told('hiss')], NOTHING, KINDS).falseAlarms,
    ).toEqual([]);
    expect(judgeClean({ told: [told('lossy-origin')], own: ['lossy-origin'] }, KINDS)).toEqual([]);
  });

  test('is not counted in kinds that nobody plants', () => {
    expect(judgePlant(plant([]), [told('dull')], NOTHING, KINDS).falseAlarms).toEqual([]);
  });
});
