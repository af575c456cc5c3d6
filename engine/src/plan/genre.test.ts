import { describe, expect, it } from 'vitest';
import { defaultBrief } from './default-brief.ts';
import { chooseTarget } from './genre.ts';
import { GENRE_TARGETS } from './targets/genres.ts';
import { inventFacts } from './testing/facts.ts';

const total = (weights: readonly { readonly weightFraction: number }[]): number =>
  weights.reduce((sum, { weightFraction }) => sum + weightFraction, 0);

describe('the choice of a genre', () => {
  it.each(['pop', 'rock', 'metal', 'electronic', 'jazz', 'classical', 'folk', 'spoken'] as const)(
    'names %s for a mix in the middle of its records',
    like => {
      const { choice } = chooseTarget(defaultBrief, inventFacts({ like }), false);
      expect(choice.name).toBe(like);
      expect(choice.chosenBy).toBe('auto');
      expect(choice.sentence).toContain(like);
    },
  );

  it.each(['hip-hop', 'ambient'] as const)('keeps %s among the first two', like => {
    const { choice } = chooseTarget(defaultBrief, inventFacts({ like }), false);
    expect(choice.weights.slice(0, 2).map(({ name }) => name)).toContain(like);
  });

  it('takes no evidence from the level', () => {
    const loud = chooseTarget(defaultBrief, inventFacts({ like: 'rock', integratedLufs: -10 }), false);
    const quiet = chooseTarget(defaultBrief, inventFacts({ like: 'rock', integratedLufs: -30 }), false);
    expect(quiet.choice).toEqual(loud.choice);
  });

  it('does not let the higher peaks of an unmastered mix decide', () => {
    const { choice } = chooseTarget(defaultBrief, inventFacts({ like: 'rock', plrDb: 18 }), false);
    expect(choice.name).toBe('rock');
  });

  it('gives the middle of all records most of the weight when no genre explains the tone (treble rising 5 dB per octave over pop)', () => {
    const facts = inventFacts({ like: 'pop', toneDb: hz => 5 * Math.log2(hz / 630) });
    const { choice, label } = chooseTarget(defaultBrief, facts, false);
    expect(1 - total(choice.weights)).toBeGreaterThan(0.5);
    expect(choice.confidenceFraction).toBeLessThan(0.1);
    expect(label).toBe('comparable records');
    expect(choice.sentence).toContain('No single genre stands out');
  });

  it('has weights that never exceed 1 together, best first', () => {
    const { choice } = chooseTarget(defaultBrief, inventFacts({ like: 'ambient' }), false);
    const weights = choice.weights.map(({ weightFraction }) => weightFraction);
    expect(total(choice.weights)).toBeLessThanOrEqual(1.001); // ten weights rounded to 4 places
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });

  it('is less sure of nine seconds than of a whole song', () => {
    const song = inventFacts({ like: 'classical' });
    const sureness = (durationSeconds: number): number =>
      chooseTarget(defaultBrief, { ...song, durationSeconds }, false).choice.confidenceFraction;
    expect(sureness(9)).toBeLessThan(sureness(180));
  });

  it('follows the brief without weighing', () => {
    const { choice, target } = chooseTarget(
      { ...defaultBrief, genre: 'jazz' },
      inventFacts({ like: 'metal' }),
      false,
    );
    expect(choice).toMatchObject({ name: 'jazz', chosenBy: 'brief', confidenceFraction: 1 });
    expect(target).toBe(GENRE_TARGETS.jazz);
  });
});
