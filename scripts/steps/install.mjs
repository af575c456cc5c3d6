import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { inRoot, ROOT, say } from './paths.mjs';

const MINIMUM_NODE = 20;

/** npm says what is wrong first, and then how it is used. */
const SHOWN_LINES = 15;

/** @throws {Error} on a Node that is too old */
export function checkNode() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major >= MINIMUM_NODE) return;
  throw new Error(
    `this is Node ${process.versions.node}; Deadwax needs Node ${MINIMUM_NODE} or newer. Install one from nodejs.org.`,
  );
}

/** Installs what the lockfile names, where it is missing or another version is there. */
export function installPackages() {
  const reason = whyInstall();
  if (reason !== null) {
    say(`${reason}: installing packages with npm ci …`);
    const started = performance.now();
    runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    say(`packages installed in ${Math.round((performance.now() - started) / 1000)} s`);
  }
  linkCommand();
}

/** npm leaves a lockfile of what is really there in node_modules; it is written last, so half an install has none. */
function whyInstall() {
  const wanted = readPackages('package-lock.json');
  const found = readPackages('node_modules/.package-lock.json');
  if (wanted === null) throw new Error('package-lock.json is missing; check the clone.');
  if (found === null) return 'no packages yet';
  const stale = Object.entries(wanted).find(
    ([path, entry]) => isWrong(entry, found[path]) && path.startsWith('node_modules/'),
  );
  return stale === undefined
    ? null
    : `${stale[0].slice('node_modules/'.length)} is not as in package-lock.json`;
}

function isWrong(wanted, found) {
  if (wanted.link) return false;
  if (found === undefined) return !wanted.optional && !wanted.devOptional && !wanted.peer;
  return wanted.version !== found.version || wanted.integrity !== found.integrity;
}

function readPackages(path) {
  return existsSync(inRoot(path)) ? JSON.parse(readFileSync(inRoot(path), 'utf8')).packages : null;
}

/** By the npm that runs this, if one does: its own script works on every system without a shell. */
function runNpm(args) {
  const script = process.env.npm_execpath;
  const [command, prefix] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  const { status, error, stderr } = spawnSync(command, [...prefix, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (status === 0) return;
  process.stderr.write(`${(stderr ?? '').split('\n').slice(0, SHOWN_LINES).join('\n')}\n`);
  throw new Error(`npm ${args[0]} failed${error ? `: ${error.message}` : ''}. Run it by hand to see more.`);
}

/** `node_modules/.bin/deadwax`: npm links it on install, but not where the file came later. */
function linkCommand() {
  const link = inRoot('node_modules/.bin/deadwax');
  if (process.platform === 'win32' || existsSync(link)) return;
  mkdirSync(inRoot('node_modules/.bin'), { recursive: true });
  chmodSync(inRoot('hosts/cli/bin/deadwax.mjs'), 0o755);
  symlinkSync('../../hosts/cli/bin/deadwax.mjs', link);
}
