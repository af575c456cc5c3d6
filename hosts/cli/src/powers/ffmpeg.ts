import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { FfmpegJob, RunFfmpeg } from '@deadwax/codecs';

/** More of a complaint than this is no help to anybody. */
const LONGEST_COMPLAINT = 4096;
/** How often a running ffmpeg is asked whether the user has cancelled. */
const CANCEL_POLL_MILLISECONDS = 100;

/** The user's own ffmpeg as a power; null where PATH holds none. */
export function findFfmpeg(searchPath: string = process.env['PATH'] ?? ''): RunFfmpeg | null {
  const program = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  const found = searchPath
    .split(delimiter)
    .filter(folder => folder !== '')
    .map(folder => join(folder, program))
    .find(isExecutable);
  return found === undefined ? null : job => run(found, job);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function run(
  program: string,
  job: FfmpegJob,
): Promise<{ readonly status: number; readonly complaint: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...job.argumentsFor(String(job.input['path']))], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let complaint = '';
    const watch = setInterval(() => {
      if (job.signal?.aborted) child.kill('SIGKILL');
    }, CANCEL_POLL_MILLISECONDS);
    const end = (settle: () => void) => {
      clearInterval(watch);
      settle();
    };
    child.stderr.on('data', chunk => {
      if (complaint.length < LONGEST_COMPLAINT) complaint += String(chunk);
    });
    child.stdout.on('data', (chunk: Uint8Array) => {
      try {
        job.onOutput(chunk);
      } catch (error) {
        child.kill('SIGKILL');
        end(() => reject(error));
      }
    });
    child.on('error', error => end(() => reject(error)));
    child.on('close', status => end(() => resolve({ status: status ?? 1, complaint })));
  });
}
