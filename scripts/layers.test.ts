import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('./layers.mjs', import.meta.url));
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'deadwax-layers-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function plant(files: Record<string, string>): { status: number | null; stdout: string } {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return spawnSync(process.execPath, [SCRIPT, root], { encoding: 'utf8' });
}

test('a house that keeps the direction is green and says how much was looked at', () => {
  const { status, stdout } = plant({
    'engine/src/index.ts': "export * from './render/index.ts';",
    'engine/src/render/index.ts':
      "import type { Plan } from '../plan/plan.ts';\nimport { gainToDb } from '../units/index.ts';",
    'kernels/src/index.ts': "import type { Kernels } from '@deadwax/engine/ports';",
  });
  expect(stdout).toBe('layers: 4 imports in 3 files, 0 against the direction of the house\n');
  expect(status).toBe(0);
});

test('looking at nothing is red', () => {
  const { status, stdout } = plant({});
  expect(stdout).toContain('0 imports in 0 files');
  expect(status).toBe(1);
});

test.each([
  [
    'a value from an earlier room',
    'engine/src/plan/a.ts',
    "import { analyze } from '../analyze/index.ts';",
    'only types',
  ],
  [
    'a type from a later room',
    'engine/src/plan/a.ts',
    "import type { V } from '../verify/v.ts';",
    'may not know it',
  ],
  [
    'furniture that uses later furniture',
    'engine/src/units/a.ts',
    "import '../audio/index.ts';",
    'furniture before it',
  ],
  [
    'furniture that knows a room',
    'engine/src/chain/a.ts',
    "import type { P } from '../plan/p.ts';",
    'furniture before it',
  ],
  [
    'a room that knows the composition',
    'engine/src/plan/a.ts',
    "import { x } from '../index.ts';",
    'composes',
  ],
  [
    'a room that re-exports another',
    'engine/src/plan/a.ts',
    "export * from '../analyze/index.ts';",
    'only types',
  ],
  [
    'a dynamic import of a later room',
    'engine/src/plan/a.ts',
    "await import('../write/index.ts');",
    'may not know it',
  ],
  [
    'the platform in the engine',
    'engine/src/plan/a.ts',
    "import { readFileSync } from 'node:fs';",
    "may not import 'node:fs'",
  ],
  [
    'the engine that knows its kernels',
    'engine/src/plan/a.ts',
    "import '@deadwax/kernels';",
    'may not import',
  ],
  ['kernels that know codecs', 'kernels/src/a.ts', "import '@deadwax/codecs';", 'may not import'],
  ['a codec that knows Node', 'codecs/src/a.ts', "import 'node:fs';", 'may not import'],
  [
    'a host that reaches past a door',
    'hosts/cli/src/a.ts',
    "import '../../../engine/src/plan/a.ts';",
    'leads out',
  ],
  ['what is for tests only', 'engine/src/plan/a.ts', "import './testing/facts.ts';", 'for tests only'],
  ['chance', 'engine/src/plan/a.ts', "import './b.ts';\nMath.random();", 'clock or chance'],
  ['a clock', 'engine/src/write/a.ts', "import './b.ts';\nnew Date();", 'clock or chance'],
  ['inexact arithmetic', 'engine/src/plan/a.ts', "import './b.ts';\nMath.log10(2);", 'differs between'],
])('%s is red', (_name, path, text, sentence) => {
  const { status, stdout } = plant({ [path]: text });
  expect(stdout).toContain(sentence);
  expect(stdout).toContain(`${path}:`);
  expect(status).toBe(1);
});
