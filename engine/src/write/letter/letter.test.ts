import { describe, expect, it } from 'vitest';
import { writeLetter } from '../../diagnose/letter/index.ts';
import type { MixLetter } from '../../diagnose/letter/letter.ts';
import { inventFindings } from '../../diagnose/testing/findings.ts';
import { makeReportInput } from '../report/testing/fixture.ts';
import { letterMarkdown } from './markdown.ts';
import { letterText } from './text.ts';

const { source, plan, format } = makeReportInput();
const write = (title: string, found = inventFindings(source)): MixLetter =>
  writeLetter(found, {
    facts: source,
    format,
    title,
    answers: [],
    isMastered: false,
    tonalAim: { confidenceFraction: 0.6, ...plan.tonalTarget },
  });
const letter = write('Night Bus Home');
/** As it reads when nobody minds the line breaks. */
const flowing = (text: string): string => text.replaceAll(/\s+/g, ' ');
const sentences = (of: MixLetter): string[] => [
  of.verdictReason,
  of.opening,
  ...of.notes.flatMap(({ text, proposal, inTheMix }) => [text, proposal, inTheMix]),
  ...of.wouldGain,
  ...of.questions.flatMap(({ text, choices, outcome }) => [
    text,
    ...choices.map(({ consequence }) => consequence),
    outcome,
  ]),
  of.closing,
];

describe('a letter as text', () => {
  const text = letterText(letter);

  it('says everything that is in it', () => {
    for (const sentence of sentences(letter)) expect(flowing(text)).toContain(sentence);
    for (const { title, when } of letter.notes)
      expect(text).toContain(when === '' ? title : `${title} · ${when}`);
  });

  it('fits its width, and breaks no figure from its unit', () => {
    for (const columns of [40, 78, 120]) {
      const lines = letterText(letter, { columns }).split('\n');
      // titles and ids are not broken
      const body = lines.filter(line => !/^ ?\d+ [+!?]/.test(line));
      for (const line of body) expect(line.length).toBeLessThanOrEqual(columns);
      for (const line of body) expect(line).not.toMatch(/^\s*(dB|LUFS|LU|Hz|kHz)\b/);
    }
  });

  it('can be dressed without a changed word', () => {
    const dressed = letterText(letter, { dress: (_, part) => `\u001b[1m${part}\u001b[0m` });
    expect(dressed).not.toBe(text);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what dresses it
    expect(dressed.replaceAll(/\u001b\[\dm/g, '')).toBe(text);
  });

  it('of a mix without a finding has no section for nothing', () => {
    const bare = letterText(write('', []));
    expect(bare).toMatch(/^Ready\n/);
    expect(bare).not.toMatch(/Questions|new mix would gain/);
  });
});

describe('a letter as Markdown', () => {
  it('says everything that is in it', () => {
    const text = letterMarkdown(letter).replaceAll('\u00a0', ' ').replaceAll('\\', '');
    for (const sentence of sentences(letter)) expect(text).toContain(sentence);
    expect(text).toMatch(/^# Night Bus Home\n\n\*\*Better fixed in the mix\.\*\* /);
  });

  it('numbers its notes as the pictures do', () => {
    const numbers = [...letterMarkdown(letter).matchAll(/^\*\*(\d+)\. /gm)].map(match => Number(match[1]));
    expect(numbers).toEqual(letter.notes.map(({ number }) => number));
  });

  it('takes hostile text as text', () => {
    const text = letterMarkdown(write('</p><script>*x*\n# [a](http://evil) `b` | ~~c~~ &lt;'));
    expect(text).toMatch(/^# \\<\/p\\>\\<script\\>\\\*x\\\* \\# \\\[a\\\]/);
    expect(text).not.toMatch(/(?<!\\)[<>]/);
  });
});
