import { describe, expect, it } from 'vitest';
import { renderAssessment } from './assessment-page.ts';
import { escapeHtml } from './markup.ts';
import { renderReport } from './page.ts';
import { makeReportInput } from './testing/fixture.ts';
import { makeAssessment, makeAssessmentInput } from './testing/fixture-assessment.ts';
import { unbalanced } from './testing/unbalanced.ts';
import { prose } from './text.ts';

const told = (sentence: string): string => escapeHtml(prose(sentence));

describe('the page of an assessment', () => {
  const input = makeAssessmentInput();
  const page = renderAssessment(input);
  const { letter, findings } = input.assessment;

  it('says everything that is in the letter', () => {
    for (const sentence of [letter.verdictReason, letter.opening, letter.closing, ...letter.wouldGain])
      expect(page).toContain(told(sentence));
    for (const { title, text, proposal, inTheMix, when } of letter.notes)
      for (const sentence of [title, text, proposal, inTheMix, when]) expect(page).toContain(told(sentence));
    for (const { text, outcome, choices } of letter.questions)
      for (const sentence of [text, outcome, ...choices.map(({ consequence }) => consequence)])
        expect(page).toContain(told(sentence));
  });

  it('shows the number behind every finding', () => {
    for (const { evidence } of findings)
      for (const { fact } of evidence) expect(page).toContain(`${told(fact)} <b>`);
    expect(page).toContain('<b>412</b> against 0');
  });

  /** How many rectangles the paths of a class hold. */
  const boxCount = (part: string, className: string): number =>
    [...part.matchAll(new RegExp(`<path class="${className} s-[^"]*" d="([^"]*)"`, 'g'))]
      .map(match => match[1]!.split('M').length - 1)
      .reduce((sum, count) => sum + count, 0);

  it('marks every place of every finding on the waveform and on a lane of its own', () => {
    const placeCount = findings.reduce((sum, { places }) => sum + places.length, 0);
    const whole = findings.filter(({ places }) => places.length === 0).length;
    const banded = findings.filter(({ fromHz }) => fromHz !== null).length;
    expect(boxCount(page, 'tint')).toBe(placeCount + banded); // and the bands in the picture of the tone
    expect(boxCount(page, 'at')).toBe(placeCount + whole);
    expect([...page.matchAll(/class="lane"[^>]*>(\d+)</g)].map(match => Number(match[1]))).toEqual(
      letter.notes.flatMap(({ number, findingId }) => (findingId === null ? [] : [number])),
    );
  });

  it('frames the band of every finding that has one in the spectrum', () => {
    const framed = findings.filter(({ fromHz }) => fromHz !== null).flatMap(({ places }) => places);
    expect(framed.length).toBeGreaterThan(2);
    expect(boxCount(page, 'frame')).toBe(framed.length);
    const [, left, top, width, height] = /<path class="frame s-ask" d="M(\d+) (\d+)h(\d+)v(\d+)/.exec(page)!;
    // the bridge lasts from 50 % to 57 % of 3000 units
    expect(Number(left)).toBeCloseTo(1500, -1);
    expect(Number(width)).toBeCloseTo(210, -1);
    // its middle stands at √(2300 · 2600) Hz on an axis of ten octaves, 1000 units high, within a pixel
    const middle = 1000 * (1 - Math.log2(Math.sqrt(2300 * 2600) / 22.4) / Math.log2(22387 / 22.4));
    expect(Math.abs(Number(top) + Number(height) / 2 - middle)).toBeLessThan(5);
  });

  it('stays under 400 kB with thirty findings of a hundred places each', () => {
    const places = Array.from({ length: 100 }, (_, index) => ({
      startSeconds: 2.4 * index,
      endSeconds: 2.4 * index + 0.1,
      channel: null,
    }));
    const many = Array.from({ length: 30 }, (_, index) => ({
      ...findings.find(({ id }) => id === 'sibilance')!,
      id: `sibilance-${index}`,
      places,
      placeCount: 4000,
    }));
    const notes = many.map(({ id }, index) => ({ ...letter.notes[1]!, number: index + 1, findingId: id }));
    const assessment = { ...input.assessment, findings: many, letter: { ...letter, notes } };
    const text = renderAssessment({ ...input, assessment });
    console.log(`[bar] assessment with 30 findings of 100 places: ${Math.round(text.length / 1000)} kB`);
    expect(text.length).toBeLessThan(400_000);
  });

  it('asks nothing of the network and runs nothing', () => {
    expect(page).not.toMatch(/https?:|@import|url\(|<script|<link|<iframe|<img|\son\w+=/i);
    const references = [...page.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(match => match[1] ?? '');
    expect(references).toHaveLength(1);
    expect(references[0]).toMatch(/^data:image\/png;base64,iVBOR/);
    expect(page).toContain('img-src data:');
  });

  it('closes every element it opens, and uses every id once', () => {
    expect(unbalanced(page)).toEqual([]);
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(match => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, names = ''] of page.matchAll(/aria-labelledby="([^"]*)"/g))
      for (const name of names.split(' ')) expect(ids).toContain(name);
  });

  it('gives every picture words or hides it from those who hear the page', () => {
    const pictures = [...page.matchAll(/<svg(?: class="[^"]*")?([^>]*)>/g)].map(match => match[0]);
    for (const picture of pictures.filter(each => !each.includes('preserveAspectRatio')))
      expect(picture).toMatch(/aria-labelledby|aria-hidden/);
  });

  it.each([
    ['of ten seconds', { durationSeconds: 9.6 }],
    ['in mono', { channelCount: 1 }],
    ['of two hours', { durationSeconds: 7200 }],
    ['of 80 ms', { durationSeconds: 0.08 }],
    ['without a finding', { isClean: true as const }],
  ])('stays under 300 kB, without a broken figure, for a programme %s', (name, options) => {
    const text = renderAssessment(makeAssessmentInput(options));
    console.log(`[bar] assessment ${name}: ${Math.round(text.length / 1000)} kB`);
    expect(text.length).toBeLessThan(300_000);
    expect(text).not.toMatch(/NaN|Infinity|undefined|\[object/);
    expect(unbalanced(text)).toEqual([]);
  });

  it('is the same text for the same input', () => {
    expect(renderAssessment(makeAssessmentInput())).toBe(page);
  });

  it('shows which answer was taken', () => {
    expect(page).toContain('<div class="taken"><dt>leave</dt>');
    const answered = makeAssessmentInput({ answers: [{ question: 'resonance', answer: 'repair' }] });
    expect(renderAssessment(answered)).toContain('<div class="taken"><dt>repair</dt>');
  });

  it('takes hostile text as text, wherever a stranger can put it', () => {
    const hostile = `<script>alert('x')</script>"><img src=http://evil onerror=alert(1)> \u202e\u0000&amp;`;
    const { assessment } = input;
    const finding = {
      ...findings[0]!,
      evidence: [{ fact: hostile, found: hostile, limit: hostile, unit: hostile }],
    };
    const text = renderAssessment({
      ...input,
      title: hostile,
      artist: hostile,
      sourceName: hostile,
      engineVersion: hostile,
      assessment: {
        ...assessment,
        findings: [finding],
        letter: {
          ...letter,
          title: hostile,
          opening: hostile,
          notes: letter.notes.map(note => ({ ...note, title: hostile, text: hostile, when: hostile })),
          questions: letter.questions.map(question => ({ ...question, id: hostile, text: hostile })),
        },
      },
    });
    expect(text).not.toMatch(/<script|<img/i);
    expect(text).not.toContain('\u0000');
    expect(unbalanced(text)).toEqual([]);
  });
});

describe('the report of a master', () => {
  it('holds the letter near its top where the mix was looked into', () => {
    const page = renderReport({ ...makeReportInput(), assessment: makeAssessment() });
    const headings = [...page.matchAll(/<h2[^>]*>([^<]*)</g)].map(match => match[1]);
    expect(headings.slice(0, 4)).toEqual(['Worth knowing', 'The letter', 'Where it lies', 'Notes']);
    expect(unbalanced(page)).toEqual([]);
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(match => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(page.length).toBeLessThan(400_000);
  });
});
