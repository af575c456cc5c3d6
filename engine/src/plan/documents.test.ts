import { describe, expect, it } from 'vitest';
import { freshKernels } from '../../../kernels/test/kernels.ts';
import { MasteringError } from '../units/index.ts';
import { defaultBrief } from './default-brief.ts';
import { describePlan } from './describe.ts';
import { briefJsonSchema, parseBrief, parsePlan, planJsonSchema } from './documents.ts';
import { makePlan } from './make-plan.ts';
import type { Plan } from './plan.ts';
import { inventFacts, PCM_FORMAT } from './testing/facts.ts';

const plan: Plan = makePlan(
  {
    ...defaultBrief,
    genre: 'rock',
    deliverables: [
      ...defaultBrief.deliverables,
      { format: { container: 'flac', depthBits: 16, isFloat: false }, sampleRateHz: 44100, dither: 'auto' },
    ],
  },
  inventFacts({
    like: 'rock',
    plrDb: 19,
    integratedLufs: -22,
    sampleRateHz: 96000,
    toneDb: hz => (hz > 35 && hz < 120 ? 9 : 0),
    widthDb: band => (band === 0 ? 12 : band > 5 ? 9 : 0),
    dynamicsDb: band => (band === 0 ? 18 : 6),
  }),
  PCM_FORMAT,
  freshKernels(),
);
const played: Plan = {
  ...plan,
  played: {
    repairs: [],
    driveDb: 7.2,
    inputLufs: -20.1,
    integratedLufs: -12.9,
    truePeakDbtp: -1,
    bound: 'limiter-budget',
    gainReduction: { medianDb: 1, p95Db: 4, maxDb: 6.2, timelineDb: [0, -1.5] },
    rounds: 4,
  },
};

function refusal(parse: (json: unknown) => unknown, json: unknown): string {
  try {
    parse(json);
  } catch (error) {
    if (error instanceof MasteringError && error.code === 'document-invalid') return error.message;
    throw error;
  }
  throw new Error('was not refused');
}

describe('a brief', () => {
  it('that says nothing is the default', () => {
    expect(parseBrief({})).toEqual(defaultBrief);
  });

  it('survives JSON', () => {
    const brief = { ...defaultBrief, genre: 'jazz', targetLufs: -15.5, tags: { title: 'Blue' } } as const;
    expect(parseBrief(JSON.parse(JSON.stringify(brief)))).toEqual(brief);
  });

  it('survives JSON with everything that a client can say', () => {
    const brief = {
      ...defaultBrief,
      loudnessWish: 'open',
      references: ['Talk Talk – Spirit of Eden'],
      destinations: ['streaming', 'vinyl'],
      character: { warmBright: -0.5, punchySmooth: 0, wideFocused: 0.2, intimateBig: 1 },
      keep: ['vocals', 'dynamics'],
      answers: [{ question: 'clipping', answer: 'intended' }],
      notes: 'The tape hiss at the start\nis the first instrument.',
    } as const;
    expect(parseBrief(JSON.parse(JSON.stringify(brief)))).toEqual(brief);
  });

  it('takes a reference as a plain text, or with weight and aspects; what is not said counts fully', () => {
    const { references } = parseBrief({
      references: ['Talk Talk', { path: 'a.wav' }, { path: 'b.wav', weight: 0.5, aspects: ['width'] }],
    });
    expect(references).toEqual([
      'Talk Talk',
      { path: 'a.wav', weight: 1, aspects: ['tone', 'dynamics', 'width', 'loudness'] },
      { path: 'b.wav', weight: 0.5, aspects: ['width'] },
    ]);
  });

  it('may lean in one way and leave the others', () => {
    expect(parseBrief({ character: { warmBright: 1 } }).character).toEqual({
      ...defaultBrief.character,
      warmBright: 1,
    });
  });

  it('may leave the rest of a deliverable to the house', () => {
    const [order] = parseBrief({
      deliverables: [{ format: { container: 'wav', depthBits: 16 } }],
    }).deliverables;
    expect(order).toEqual({
      format: { container: 'wav', depthBits: 16, isFloat: false },
      sampleRateHz: 'source',
      dither: 'auto',
    });
  });

  it.each([
    [
      { targetLufs: 'loud' },
      'brief.targetLufs: found "loud", allowed is "auto" or a number from −40 to −3 LUFS.',
    ],
    [{ targetLufs: 3 }, 'brief.targetLufs: found 3, allowed is "auto" or a number from −40 to −3 LUFS.'],
    [{ ceilingDbtp: 1 }, 'brief.ceilingDbtp: found 1, allowed is a number from −20 to 0 dBTP.'],
    [{ genre: 'polka' }, /^brief\.genre: found "polka", allowed is one of pop, rock, .*, auto\.$/],
    [
      { loudness: -9 },
      'brief.loudness: found a field that is not known, allowed is an object with the fields version, genre, targetLufs, loudnessWish, ceilingDbtp, deliverables, trim, tags, references, profile, destinations, character, keep, answers, notes, seed.',
    ],
    [{ tags: { title: 7 } }, 'brief.tags.title: found 7, allowed is a text.'],
    [{ deliverables: [] }, 'brief.deliverables: found [], allowed is at least one deliverable.'],
    [
      { deliverables: [{ format: { container: 'flac', depthBits: 32, isFloat: true } }] },
      /^brief\.deliverables\[0\]\.format: found .*, allowed is 16 or 24 bits with isFloat false, or a WAV of 32 bits/,
    ],
    [{ keep: ['vocals', 'vocals'] }, /^brief\.keep: found .*, allowed is a list that names each once\.$/],
    [
      { keep: ['drums'] },
      'brief.keep[0]: found "drums", allowed is one of vocals, bass, low-end, highs, dynamics, width, tone, loudness.',
    ],
    [{ keep: 'vocals' }, 'brief.keep: found "vocals", allowed is a list.'],
    [
      { character: { warmBright: 2 } },
      'brief.character.warmBright: found 2, allowed is a number from −1 to 1.',
    ],
    [
      { character: { warm: 1 } },
      /^brief\.character\.warm: found a field that is not known, allowed is an object with the fields warmBright/,
    ],
    [
      { answers: [{ question: 'hum', answer: 'yes' }] },
      'brief.answers[0].answer: found "yes", allowed is one of intended, repair, leave.',
    ],
    [
      { answers: [{ answer: 'leave' }] },
      'brief.answers[0].question: found nothing, allowed is a text of 1 to 120 characters on one line.',
    ],
    [
      { answers: [{ question: 'hum', answer: 'leave', because: '' }] },
      'brief.answers[0].because: found a field that is not known, allowed is an object with the fields question, answer.',
    ],
    [
      { references: [''] },
      'brief.references[0]: found "", allowed is a text of 1 to 1000 characters on one line.',
    ],
    [
      { references: [{ path: 'a.wav', weight: -1 }] },
      'brief.references[0].weight: found -1, allowed is a number from 0.01 to 100.',
    ],
    [
      { references: ['a.wav', { path: 'b.wav', aspects: ['bass'] }] },
      'brief.references[1]: found {"path":"b.wav","aspects":["bass"]}, allowed is aspects.0: one of tone, dynamics, width, loudness.',
    ],
    [
      { references: [{ path: 'a.wav', aspects: [] }] },
      'brief.references[0].aspects: found [], allowed is at least one of tone, dynamics, width, loudness.',
    ],
    [{ references: [{ weight: 1 }] }, /^brief\.references\[0\]: found .*, allowed is path: a text of 1/],
    [{ references: [7] }, /^brief\.references\[0\]: found 7, allowed is a text of 1/],
    [{ destinations: 'vinyl' }, 'brief.destinations: found "vinyl", allowed is a list of at most 50.'],
    [
      { loudnessWish: 'louder' },
      'brief.loudnessWish: found "louder", allowed is one of auto, open, balanced, loud.',
    ],
    [{ notes: 7 }, 'brief.notes: found 7, allowed is a text of up to 4000 characters.'],
    [{ seed: 1.5 }, 'brief.seed: found 1.5, allowed is a whole number from 0 to 4294967295.'],
    [null, /^brief: found null, allowed is an object with the fields version, genre/],
  ])('%j is refused in one line', (json, message) => {
    const found = refusal(parseBrief, json);
    if (typeof message === 'string') expect(found).toBe(message);
    else expect(found).toMatch(message);
    expect(found).not.toContain('\n');
  });
});

describe('a plan', () => {
  it('has every kind of stage for the checks below', () => {
    expect(plan.stages.map(({ processor }) => processor)).toEqual([
      'eq',
      'compressor',
      'multiband',
      'width',
      'low-end',
    ]);
  });

  it('from before there were references is read still', () => {
    const { profile: _p, references: _r, ...old } = plan;
    const { label: _l, ...tonalTarget } = plan.tonalTarget;
    const read = parsePlan(JSON.parse(JSON.stringify({ ...old, tonalTarget })));
    expect(read).toEqual({
      ...plan,
      profile: null,
      references: [],
      tonalTarget: { ...plan.tonalTarget, label: '' },
    });
  });

  it('survives JSON, also as played', () => {
    for (const document of [plan, played]) {
      expect(parsePlan(JSON.parse(JSON.stringify(document)))).toEqual(document);
    }
  });

  it.each<[string, (copy: Record<string, never>) => void, RegExp]>([
    [
      'a missing field',
      copy => Reflect.deleteProperty(copy, 'seed'),
      /^plan\.seed: found nothing, allowed is a whole number/,
    ],
    [
      'a newer version',
      copy => Object.assign(copy, { version: 2 }),
      /^plan\.version: found 2, allowed is 1\.$/,
    ],
    [
      'an unknown processor',
      copy => Object.assign(copy['stages']![0]!, { processor: 'magic' }),
      /^plan\.stages\[0\]\.processor: found "magic", allowed is one of eq, compressor/,
    ],
    [
      'a field that a stage does not have',
      copy => Object.assign(copy['stages']![0]!, { wetness: 1 }),
      /^plan\.stages\[0\]\.wetness: found a field that is not known/,
    ],
    [
      'a band without a q',
      copy => Reflect.deleteProperty(copy['stages']![0]!['parameters']!['bands']![0]!, 'q'),
      /^plan\.stages\[0\]\.parameters\.bands\[0\]\.q: found nothing, allowed is a number from 0\.05 to 100\.$/,
    ],
    [
      'more crossovers than bands',
      copy => Object.assign(copy['stages']![3]!['parameters']!, { crossoversHz: [100, 200, 300, 400] }),
      /^plan\.stages\[3\]\.parameters: found .*, allowed is one band more than there are crossovers/,
    ],
  ])('with %s is refused in one line', (_, break_, message) => {
    const copy = JSON.parse(JSON.stringify(plan));
    break_(copy);
    expect(refusal(parsePlan, copy)).toMatch(message);
  });

  it('is described in plain sentences: genre, every stage, loudness, files, what was left', () => {
    const sentences = describePlan(played);
    const whole = sentences.join('\n');
    for (const start of [
      'The brief says rock',
      'Tone: ',
      'Compressor: ',
      'Width: ',
      'Low end: ',
      'Loudness: ',
    ]) {
      expect(whole).toContain(start);
    }
    expect(whole).toContain('File flac-16-44100: ');
    expect(whole).toContain('Played: −12.90 LUFS, true peak −1.00 dBTP.');
    for (const sentence of sentences) expect(sentence).toMatch(/[.!]$/);
    expect(whole).not.toMatch(/undefined|NaN|null|(?<!\w)-\d/); // a true minus sign everywhere
  });
});

describe('the JSON schemas', () => {
  it('refuse unknown fields and ask a brief for nothing', () => {
    const schema = briefJsonSchema();
    expect(schema.additionalProperties).toBe(false);
    expect(schema.required ?? []).toEqual([]);
    expect(planJsonSchema().required).toContain('stages');
  });
});
