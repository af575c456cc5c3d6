import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { say } from './steps/paths.mjs';

/** Programs that some tests compare with; those tests are skipped, and counted, where one is missing. */
const TOOLS = ['ffmpeg', 'sox', 'flac'];

/** Installs what is missing, on Debian as root; anywhere else, and when it fails, the tests go on without. */
export function installTestTools() {
  const missing = TOOLS.filter(tool => !isOnPath(tool));
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say(`installing ${missing.join(', ')} for the tests …`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = args => spawnSync('/usr/bin/apt-get', args, { stdio: 'ignore', env: environment }).status === 0;
  const isDone =
    apt(['update', '-qq']) && apt(['install', '-y', '-qq', '--no-install-recommends', ...missing]);
  if (!isDone) say('that did not work; tests that need them are skipped.');
}

function isOnPath(tool) {
  return (process.env.PATH ?? '').split(delimiter).some(folder => existsSync(join(folder, tool)));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) installTestTools();
