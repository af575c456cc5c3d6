import { makeDecoders } from '@deadwax/codecs';
import { createEngine, defaultBrief, type Finding } from '@deadwax/engine';
import { makeMemoryHost } from '../../conformance/support/memory.ts';
import type { SentAudio } from './plant/index.ts';
import { toWave } from './wave.ts';

/** What scoring needs of a finding. */
export type Told = Pick<
  Finding,
  'kind' | 'severity' | 'where' | 'places' | 'placeCount' | 'fromHz' | 'toHz' | 'evidence'
>;

/** Hears audio through the house's own door and says what it finds. */
export type Assessor = (audio: SentAudio) => Promise<readonly Told[]>;

/** Opens a house for one thread. */
export function makeAssessor(): Assessor {
  const host = makeMemoryHost({ decoders: makeDecoders({ ffmpeg: null }) });
  const engine = createEngine(host.powers);
  return async audio => {
    const bytes = host.makeBytes('planted.wav', toWave(audio));
    try {
      const { findings } = await engine.assess(bytes, defaultBrief, {});
      return findings.map(({ kind, severity, where, places, placeCount, fromHz, toHz, evidence }) => ({
        kind,
        severity,
        where,
        places,
        placeCount,
        fromHz,
        toHz,
        evidence,
      }));
    } finally {
      bytes.discard();
    }
  };
}
