import { expect, test } from 'vitest';
import { makeProgressLine } from './progress.ts';

const SHARES = [
  ['listen', 1],
  ['render', 3],
] as const;

function collect(isTTY: boolean): {
  written: string[];
  clock: { seconds: number };
  line: ReturnType<typeof makeProgressLine>;
} {
  const written: string[] = [];
  const clock = { seconds: 0 };
  const stream = { isTTY, columns: 80, write: (text: string) => written.push(text) };
  return { written, clock, line: makeProgressLine(SHARES, stream, () => clock.seconds) };
}

test('without a terminal each stage is one plain line', () => {
  const { written, clock, line } = collect(false);
  line.report({ stage: 'listen', fraction: 0 });
  line.report({ stage: 'listen', fraction: 0.5 });
  clock.seconds = 10;
  line.report({ stage: 'render', fraction: 0 });
  line.report({ stage: 'render', fraction: 1 });
  line.clear();
  expect(written).toEqual(['listen     0 %\n', 'render    25 %  30 s left\n']);
});

test('on a terminal one line changes, not more than ten times a second, and is taken away', () => {
  const { written, clock, line } = collect(true);
  for (let step = 0; step < 1000; step += 1) {
    clock.seconds = step / 1000;
    line.report({ stage: 'listen', fraction: step / 1000 });
  }
  expect(written.length).toBeLessThanOrEqual(11);
  expect(written.every(text => text.startsWith('\r') && !text.includes('\n'))).toBe(true);
  line.clear();
  expect(written.at(-1)).toBe('\r\u001b[2K');
});

test('the percentage never goes back, whatever is reported', () => {
  const { written, line } = collect(false);
  line.report({ stage: 'render', fraction: 0.5 });
  line.report({ stage: 'listen', fraction: 0.1 });
  line.report({ stage: 'a stage nobody announced', fraction: 0.9 });
  expect(written.map(text => /(\d+) %/.exec(text)?.[1])).toEqual(['62', '62', '62']);
});

test('more than a minute is told in minutes', () => {
  const { written, clock, line } = collect(false);
  line.report({ stage: 'listen', fraction: 0 });
  clock.seconds = 125;
  line.report({ stage: 'render', fraction: 1 / 3 });
  expect(written.at(-1)).toBe('render    50 %  2 min 05 s left\n');
});
