import type { Facts } from '../analyze/facts.ts';
import type { Finding, Place } from './findings.ts';

/** Most places that one finding lists. */
const MOST_PLACES = 100;

type Given = Omit<Finding, 'where' | 'places' | 'placeCount' | 'fromHz' | 'toHz' | 'repair' | 'question'> &
  Partial<Pick<Finding, 'places' | 'placeCount' | 'fromHz' | 'toHz' | 'repair' | 'question'>>;

/** A finding with what can be derived filled in: its span, the whole programme where no place is given. */
export function makeFinding(facts: Facts, given: Given): Finding {
  const places = given.places ?? [];
  return {
    fromHz: null,
    toHz: null,
    repair: null,
    question: null,
    ...given,
    places: places.slice(0, MOST_PLACES),
    placeCount: given.placeCount ?? places.length,
    where: spanOf(places, facts.durationSeconds),
  };
}

function spanOf(places: readonly Place[], durationSeconds: number): Place {
  const [first] = places;
  if (first === undefined) return { startSeconds: 0, endSeconds: durationSeconds, channel: null };
  return {
    startSeconds: Math.min(...places.map(({ startSeconds }) => startSeconds)),
    endSeconds: Math.max(...places.map(({ endSeconds }) => endSeconds)),
    channel: places.every(({ channel }) => channel === first.channel) ? first.channel : null,
  };
}
