import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The command as it is installed. */
export const DEADWAX: string = fileURLToPath(new URL('../../bin/deadwax.mjs', import.meta.url));

export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Which Node runs it. */
  readonly node?: string;
  readonly uid?: number;
}

/** Runs the built command to its end. */
export function runCli(args: readonly string[], options: CliOptions): CliResult {
  const { node = process.execPath, env, ...rest } = options;
  return spawnSync(node, [DEADWAX, ...args], {
    ...rest,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 28,
  });
}

/** Starts the built command and waits until standard error says `sign`. */
export async function startCli(
  args: readonly string[],
  options: CliOptions,
  sign: string,
): Promise<{
  readonly child: ChildProcess;
  readonly end: Promise<{ status: number | null; signal: string | null }>;
}> {
  const child = spawn(process.execPath, [DEADWAX, ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const end = new Promise<{ status: number | null; signal: string | null }>(resolve => {
    child.on('close', (status, signal) => resolve({ status, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', text => {
      said += text;
      if (said.includes(sign)) resolve();
    });
    void end.then(() => reject(new Error(`ended before it said "${sign}": ${said}`)));
  });
  return { child, end };
}

/** A folder for one test file, and its end. */
export function makeWorkFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'deadwax-cli-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
