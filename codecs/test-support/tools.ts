import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunFfmpeg } from '@deadwax/codecs';

/** Whether a program is on PATH; tests that need it are skipped, and counted, where it is not. */
export function hasTool(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;
}

export function run(tool: string, ...given: readonly string[]): Uint8Array {
  return new Uint8Array(execFileSync(tool, given, { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** A folder that the operating system clears. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'deadwax-codecs-'));
}

export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(fixturePath(name)));
}

export function fixturePath(name: string): string {
  return new URL(`fixtures/${name}`, import.meta.url).pathname;
}

/** ffmpeg as a host starts it; the handle of the test's source names its path. */
export function makeRunFfmpeg(inputPath: string): RunFfmpeg {
  return ({ argumentsFor, onOutput }) =>
    new Promise((resolve, reject) => {
      const child = spawn('ffmpeg', [...argumentsFor(inputPath)], { stdio: ['ignore', 'pipe', 'pipe'] });
      let complaint = '';
      child.stdout.on('data', onOutput);
      child.stderr.on('data', chunk => {
        complaint += chunk;
      });
      child.on('error', reject);
      child.on('close', status => resolve({ status: status ?? 1, complaint }));
    });
}
