import { describe, expect, it } from 'vitest';
import { MasteringError } from '../units/index.ts';
import { type Answer, applyAnswers, listQuestions, requireKnownAnswers } from './questions.ts';
import { inventFindings } from './testing/findings.ts';

const findings = inventFindings({ durationSeconds: 240 });
const answerOf = (answer: Answer['answer'], question = 'resonance'): readonly Answer[] => [
  { question, answer },
];
const settled = (answers: readonly Answer[], id = 'resonance') =>
  applyAnswers(findings, answers).find(finding => finding.id === id)!;

describe('an answer', () => {
  it('"intended" removes the repair and the penalty, and says so', () => {
    const { severity, repair, question, proposal } = settled(answerOf('intended'));
    expect({ severity, repair, question }).toEqual({ severity: 'note', repair: null, question: null });
    expect(proposal).toContain('meant to be so');
  });

  it('"repair" has it mended', () => {
    const { severity, repair, question } = settled(answerOf('repair'));
    expect(severity).toBe('fix');
    expect(repair).not.toBeNull();
    expect(question).toBeNull();
  });

  it('"leave" leaves it, and keeps it told', () => {
    const { severity, repair, sentence } = settled(answerOf('leave'));
    expect({ severity, repair }).toEqual({ severity: 'note', repair: null });
    expect(sentence).toBe(findings.find(({ id }) => id === 'resonance')!.sentence);
  });

  it('may be given to any finding: "don’t touch it" is the artist’s right', () => {
    expect(settled(answerOf('leave', 'clipping'), 'clipping').repair).toBeNull();
    expect(settled(answerOf('intended', 'over-compression'), 'over-compression').severity).toBe('note');
  });

  it('to one finding changes no other', () => {
    const after = applyAnswers(findings, answerOf('intended'));
    after.forEach((finding, index) => {
      if (finding.id !== 'resonance') expect(finding).toBe(findings[index]);
    });
  });
});

describe('a question that nobody answers', () => {
  it('takes the safe default and says so', () => {
    const [question] = listQuestions(findings, []);
    expect(question).toMatchObject({ id: 'resonance', answer: null, safeDefault: 'leave' });
    expect(question!.outcome).toBe('Not answered; taken: “leave”. It stays as it is.');
    expect(settled([]).severity).toBe('ask');
  });

  it('is mended where that is the safe default', () => {
    const safe = findings.map(finding =>
      finding.question === null
        ? finding
        : { ...finding, question: { ...finding.question, safeDefault: 'repair' as const } },
    );
    expect(applyAnswers(safe, []).find(({ id }) => id === 'resonance')!.severity).toBe('fix');
    expect(listQuestions(safe, [])[0]!.outcome).toContain('taken: “repair”. It is brought down');
  });

  it('is told as answered once it is', () => {
    const [question] = listQuestions(findings, answerOf('intended'));
    expect(question!.outcome).toBe('Answered: “intended”. It stays, and nothing is held against it.');
  });
});

describe('answers to what was not asked', () => {
  const refusal = (answers: readonly Answer[], among = findings): string => {
    try {
      requireKnownAnswers(answers, among);
    } catch (error) {
      if (error instanceof MasteringError && error.code === 'document-invalid') return error.message;
      throw error;
    }
    throw new Error('was not refused');
  };

  it('are refused with field, found and allowed', () => {
    expect(refusal([...answerOf('leave'), { question: 'hum', answer: 'leave' }])).toBe(
      'brief.answers[1].question: found "hum", allowed is one of clipping, over-compression, sibilance, resonance.',
    );
  });

  it('are refused where nothing was found at all', () => {
    expect(refusal(answerOf('leave'), [])).toContain('allowed is no answer, because nothing was found');
  });

  it('are refused where nothing could mend it', () => {
    expect(refusal(answerOf('repair', 'over-compression'))).toContain(
      'brief.answers[0].answer: found "repair"',
    );
  });

  it('are refused the second time', () => {
    expect(refusal([...answerOf('leave'), ...answerOf('intended')])).toContain(
      'allowed is each question once',
    );
  });

  it('known ones pass', () => {
    expect(() => requireKnownAnswers(answerOf('repair'), findings)).not.toThrow();
  });
});
