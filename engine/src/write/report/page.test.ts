import { describe, expect, it } from 'vitest';
import type { Facts } from '../../analyze/facts.ts';
import type { ReportInput } from './input.ts';
import { escapeHtml } from './markup.ts';
import { renderReport } from './page.ts';
import { makeReportInput } from './testing/fixture.ts';
import { unbalanced } from './testing/unbalanced.ts';
import { label, prose } from './text.ts';

/** A sentence as the page holds it. */
const told = (sentence: string): string => escapeHtml(prose(sentence));

const LEVEL_FIELD = /(Lufs|Lu|Dbtp|Dbfs|Db|correlation|depthBits)$/i;

/** The same facts of a silent programme: every level null. */
function silenced(facts: Facts): Facts {
  return JSON.parse(
    JSON.stringify(facts, (key, value) => {
      if (!LEVEL_FIELD.test(key)) return value;
      return Array.isArray(value) ? value.map(() => null) : null;
    }),
  );
}

function makeSilentInput(): ReportInput {
  const input = makeReportInput();
  const files = input.verdict.files.map(file => ({
    ...file,
    facts: silenced(file.facts),
    damage: {
      residualDb: [{ fromHz: 20, toHz: 120, db: null }],
      residualTotalDb: null,
      odgWorst: null,
      odgMedian: null,
      mushraWorst: null,
      mushraMedian: null,
      worstSection: null,
      psrChangeDb: null,
    },
    checks: file.checks.map(check => ({ ...check, found: null, wanted: null })),
  }));
  const quiet = { columnSeconds: 1, peaks: [0, 0, 0], rms: [0, 0, 0] };
  return {
    ...input,
    source: silenced(input.source),
    plan: {
      ...input.plan,
      played: null,
      loudness: { ...input.plan.loudness, targetLufs: null, method: 'none' },
    },
    verdict: { ...input.verdict, files },
    overview: { source: quiet, master: quiet },
  };
}

describe('the report', () => {
  const input = makeReportInput();
  const page = renderReport(input);

  it('tells every step of the plan with each of its reasons', () => {
    for (const stage of input.plan.stages) {
      expect(page).toContain(`<h3>${label(stage.id)} `);
      for (const reason of stage.because) expect(page).toContain(told(reason.sentence));
    }
    for (const reason of input.plan.loudness.because) expect(page).toContain(told(reason.sentence));
    expect(page.match(/<li class="step/g)).toHaveLength(input.plan.stages.length + 1);
  });

  it('tells how the damage sounds, at worst and in the median', () => {
    const text = page.replaceAll('\u00a0', ' ');
    expect(text).toContain('2:11 to 2:21, <b>−0.84</b>, perceptible, but not annoying');
    expect(text).toContain('the median <b>−0.31</b>');
    expect(text).toContain('MUSHRA scores of 81 and 93 of 100');
    expect(renderReport(makeSilentInput())).not.toContain('model of hearing');
  });

  it('tells everything that was left alone and every warning', () => {
    for (const sentence of [...input.plan.leftAlone, ...input.plan.warnings])
      expect(page).toContain(told(sentence));
  });

  it('tells every check of every file with its outcome', () => {
    const checks = input.verdict.files.flatMap(file => file.checks);
    for (const check of checks) expect(page).toContain(told(check.sentence));
    const signs = [...page.matchAll(/<td data-label="Outcome"><span class="sign (\w+)"/g)].map(
      match => match[1],
    );
    expect(signs).toEqual(checks.map(check => check.outcome));
  });

  it('names every delivered file with its checksum', () => {
    for (const file of input.verdict.files) {
      expect(page).toContain(escapeHtml(file.fileName));
      expect(page).toContain(file.sha256);
    }
  });

  it('puts warnings before anything else that has a heading', () => {
    const headings = [...page.matchAll(/<h2[^>]*>([^<]*)</g)].map(match => match[1]);
    expect(headings[0]).toBe('Worth knowing');
    expect(headings).toContain('Delivered');
  });

  it('asks nothing of the network and runs nothing', () => {
    expect(page).not.toMatch(/https?:|@import|url\(|<script|<link|<iframe|<img|\son\w+=/i);
    const references = [...page.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(match => match[1] ?? '');
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) expect(reference).toMatch(/^(#|data:image\/png;base64,)/);
  });

  it('closes every element it opens', () => {
    expect(unbalanced(page)).toEqual([]);
    expect(unbalanced(renderReport(makeSilentInput()))).toEqual([]);
  });

  it('uses every id once and resolves every reference to one', () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(match => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, names = ''] of page.matchAll(/aria-labelledby="([^"]*)"/g)) {
      for (const name of names.split(' ')) expect(ids).toContain(name);
    }
  });

  it('gives every picture words or hides it from those who hear the page', () => {
    const pictures = [...page.matchAll(/<svg(?: class="[^"]*")?([^>]*)>/g)].map(match => match[0]);
    const outer = pictures.filter(picture => !picture.includes('preserveAspectRatio'));
    expect(outer.length).toBeGreaterThan(20);
    for (const picture of outer) expect(picture).toMatch(/aria-labelledby|aria-hidden/);
  });

  it('is the same text for the same input', () => {
    expect(renderReport(makeReportInput())).toBe(page);
  });

  it.each([
    ['of ten seconds', { durationSeconds: 9.6 }],
    ['in mono', { channelCount: 1 }],
    ['of two hours', { durationSeconds: 7200 }],
    ['of 80 ms', { durationSeconds: 0.08 }],
  ])('stays under 400 kB, without a broken figure, for a programme %s', (name, options) => {
    const text = renderReport(makeReportInput(options));
    console.log(`[bar] report ${name}: ${Math.round(text.length / 1000)} kB`);
    expect(text.length).toBeLessThan(400_000);
    expect(text).not.toMatch(/NaN|Infinity|undefined|\[object/);
    expect(unbalanced(text)).toEqual([]);
  });

  it('draws no timeline with more than 1500 points', () => {
    const text = renderReport(makeReportInput({ durationSeconds: 7200 }));
    const paths = [...text.matchAll(/class="line[^"]*" d="([^"]*)"/g)].map(match => match[1] ?? '');
    expect(paths.length).toBeGreaterThanOrEqual(5);
    // one move per point; a line goes there once, an outline there and back
    for (const path of paths) expect(path.match(/-?\d+[ -]\d+/g)?.length ?? 0).toBeLessThanOrEqual(1500);
  });

  it('shows a dash where a silent programme has no level', () => {
    const text = renderReport(makeSilentInput());
    expect(text).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
    expect(text).toMatch(/<dt>Integrated<\/dt><dd>.*—.*<\/dd>/);
  });

  it('says so when nothing was delivered', () => {
    const text = renderReport({ ...input, verdict: { version: 1, outcome: 'fail', files: [], summary: [] } });
    expect(text).toContain('No file was delivered.');
    expect(unbalanced(text)).toEqual([]);
  });

  it('says which bound stopped a target', () => {
    const played = { ...input.plan.played!, bound: 'true-peak-ceiling' as const };
    expect(renderReport({ ...input, plan: { ...input.plan, played } })).toContain(
      'was stopped by the true-peak ceiling',
    );
  });

  it('names a file only where not all files share a warning', () => {
    const [first, second] = input.verdict.files;
    const clean = { ...second!, checks: second!.checks.filter(check => check.outcome === 'pass') };
    const verdict = { ...input.verdict, files: [first!, clean] };
    const ofOne = `above 8.5. (${first!.fileName})`;
    expect(page).not.toContain(ofOne);
    expect(renderReport({ ...input, verdict })).toContain(ofOne);
  });

  it('takes hostile text as text, wherever a stranger can put it', () => {
    const hostile = `<script>alert('x')</script>"><img src=http://evil onerror=alert(1)> \u202e\u0000&amp; 🎛`;
    const file = { ...input.verdict.files[0]!, fileName: hostile, format: hostile, sha256: hostile };
    const check = {
      ...file.checks[0]!,
      name: hostile,
      found: hostile,
      wanted: hostile,
      unit: hostile,
      sentence: hostile,
    };
    const reason = { fact: hostile, found: hostile, wanted: hostile, unit: hostile, sentence: hostile };
    const stage = { ...input.plan.stages[0]!, id: hostile, because: [reason] };
    const text = renderReport({
      ...input,
      title: hostile,
      artist: hostile,
      sourceName: hostile,
      engineVersion: hostile,
      format: { ...input.format, container: hostile, encoding: hostile },
      plan: { ...input.plan, stages: [stage], leftAlone: [hostile], warnings: [hostile] },
      verdict: { ...input.verdict, files: [{ ...file, checks: [check] }] },
    });
    expect(text).not.toMatch(/<script|<img/i);
    expect(text).not.toContain('\u0000');
    expect(unbalanced(text)).toEqual([]);
    expect(text.match(/<title>([^<]*)<\/title>/)?.[1]).toContain('&lt;script&gt;');
  });
});
